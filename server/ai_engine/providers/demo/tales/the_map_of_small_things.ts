import { pick } from "../pick.ts"
import type { Scene } from "../scene.ts"

export function theMapOfSmallThings({ name, they, their, They, place, weather }: Scene) {
  return {
    title: "The Map of Small Things",
    body: `The queen wanted a map of her country, and because nobody else had the right pens it fell to ${name} to draw it. “All that is of importance,” said the letter. It took three years, and in the third ${they} rolled it up, walked from ${place} to the palace, and spread it out over the long table.

The generals bent down. They looked for the fortresses. What they found was this:

- the wall in ${place} where the stone is warm until ten at night;
- ${pick("a bend in the road from which you smell the bakery before you see it", "the one step in the belfry that says your name")};
- eleven good trees, and one that only looks good;
- *here a stranger once carried my bag*, with a small red cross.

> “And the borders?” asked the queen.
>
> “I went to look,” said ${name}. “There were only ${pick("cows", "daisies", "two old men fishing")}.”

${name} was given a penny and shown the door. The map went into a cellar, and the generals drew another, with arrows on it.

Then, ${weather}, the queen got lost. She had gone out alone, without a crown or a plan, in order to think, and when she looked up everything was dark and the same. She put her hand against a wall to steady herself. The stone was warm.

She stood there for a while. Then she followed the smell of bread, counted eleven trees and did not trust the twelfth, and at a small place by the roadside, where there should have been a red cross, somebody sat on a milestone and sharpened ${their} pens.

“${pick("And now?", "May I carry your bag?", "Where does one go from here?")}” said the queen.

“Ah,” said ${name}. ${They} turned to a clean sheet. “That I have *not* drawn yet.”`,
  }
}
