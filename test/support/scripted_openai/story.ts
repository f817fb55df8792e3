/** The chunks of the story that is told where a test asks for none in particular. */
export const STORY = `# The Lighthouse Keeper's Cat

Every evening **Pepper** climbed the hundred and nine steps, and every evening she counted them *wrong*.

> "A hundred and ten," she said, and lay down beside the lamp.

What she had seen on the way:

1. a moth with somewhere to be
2. rain, leaving
3. the first star, early as always

And the light went round, and the ships went home.
`.match(/\s*\S+/g) as string[]
