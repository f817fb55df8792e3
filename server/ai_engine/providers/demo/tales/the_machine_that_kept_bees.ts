import { pick } from "../pick.ts"
import type { Scene } from "../scene.ts"

export function theMachineThatKeptBees({ name, they, them, They, place, weather }: Scene) {
  return {
    title: "The Machine That Kept Bees",
    body: `When the old beekeeper of ${place} died, she left twelve hives, a debt at the grocer's, and a machine in the shed that she had built herself, out of ${pick("a mangle and a church organ", "two tractors and a typewriter")}. ${name} inherited all three and understood only the debt.

The machine said nothing. But every evening it rolled out on its bicycle wheels, stopped before the first hive, and hummed. ${name} found the reason on a card inside its door, in the old woman's writing:

\`\`\`js
while (await bees.areAwake()) {
  hum(softly)
}
goHome({ slowly: true })
\`\`\`

“That's all?” said ${name}. ${They} had expected something cleverer, and so, ${weather}, ${they} improved it. The machine now counted. It weighed. It printed a report. Within a week it knew everything about bees that can be known, and *not one bee would sit down on it*.

> “What am I doing wrong?” ${name} asked the grocer.
>
> “You?” said the grocer. “Nothing. What does it do for them?”

That night ${name} went out with a lamp and took the counter off, and the scale, and the printer with its yards of paper. Under them the card was still there. ${They} read it again, more slowly. Then ${they} sat down in the wet grass beside the machine and, feeling ${pick("a fool", "every inch a relative")}, hummed along.

It was some time before the first bee came. It looked the two of them over. It chose ${them}, by a small margin, and sat down on one knee; and the machine, which had no face, ${pick("turned its lamp the other way, out of tact", "dropped its voice by a third, for harmony")}.`,
  }
}
