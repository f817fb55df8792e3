import { pick } from "../pick.ts"
import type { Scene } from "../scene.ts"

export function theGuestFromTheFirstChapter({ name, they, They, weather }: Scene) {
  return {
    title: "The Guest from the First Chapter",
    body: `There is somebody whom we have not mentioned since the beginning, and that has been held against us. So, ${weather}, there was a knock at the window of **${name}**, and outside, on the sill, in a travelling cape, stood a mouse.

“You won't know me,” it said. “I was in the first sentence. *Behind* it, to be exact. There was a wainscot.”

${They} let it in and gave it the thimble to sit on. The mouse had been keeping accounts, it turned out, all this while, in a hand so small that it looked like a crack in the paper:

\`\`\`
doors opened       7
doors closed       6
thanked for it     0
\`\`\`

> “One of them,” said the mouse, “is still open. I thought that you ought to be told. There is a draught in the story, and it gets into everything.”

They went together to look, the mouse in a breast pocket, giving directions. Past ${pick("the place with the lamp", "the corner where it had all begun")}, past the part that ${name} always leaves out, and there it was. It stood a hand's breadth open. Behind it somebody was humming.

${name} took hold of the handle, and stopped. “And if I only close it,” ${they} said, “I shall never know who that is.”

“No,” said the mouse. It looked at its accounts, licked its pencil, and waited, as only a mouse can to whom nobody has ever said thank you.

“Thank you,” said ${name}.

The mouse wrote it down. It took some time over the number. Then it put the pencil away and jumped to the floor, for *that* was what it had come for; and ${name}, with one more look back at you and me, pushed the door open with ${pick("one finger", "a shoulder", "the flat of the hand")} and went in to see.`,
  }
}
