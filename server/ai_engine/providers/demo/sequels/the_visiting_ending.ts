import { pick } from "../pick.ts"
import type { Scene } from "../scene.ts"

export function theVisitingEnding({ name, they, their, They, weather }: Scene) {
  return {
    title: "The Visiting Ending",
    body: `A year later, ${weather}, an old woman with a suitcase stood before the door of **${name}**. “I believe,” she said, “that you have my ending.”

${They} asked her in. One does not discuss such things on a doorstep. She took the good chair, put the suitcase on her knees, and explained that there had been a mix-up. Hers had been a sad story, with a good middle; and on the last page, where she had been promised ${pick("a storm and a single white handkerchief", "rain, a station and a violin")}, there had suddenly been *this*.

> “Everybody was happy,” she said bitterly. “I did not know where to look.”

${name} said nothing for a while. Then ${they} went to the cupboard and took out the one thing that had never quite fitted into ${their} own story: ${pick("a white handkerchief, still folded", `a ticket from a station that ${they} had never seen`, "a grief without an owner, about the size of an egg")}. It had been lying there since last autumn. ${They} had taken it for somebody else's, and so it was.

They laid the two of them on the table, side by side, and looked at them.

- Hers was the better made.
- The other was warmer to the touch.
- Neither of them went *quite* back into its wrapping.

“We might,” said ${name} at last, “each keep half.”

It was dark before they had it sorted. When she left, the old woman was laughing so much that she had to borrow a handkerchief; and ${name}, who waved from the window until there was nothing left to wave at, found that ${they} did not mind at all about the ${pick("draught", "quiet")} that had come in with the visitor, and stayed.`,
  }
}
