import { pick } from "../pick.ts"
import type { Scene } from "../scene.ts"

export function theLetterUnderTheDoor({ name, they, them, their, They, weather }: Scene) {
  return {
    title: "The Letter Under the Door",
    body: `It did not end there, of course. ${weather.charAt(0).toUpperCase()}${weather.slice(1)} **${name}** came home and stepped on a letter. Somebody had pushed it under the door, and somebody had been in a hurry: the ink had not been dry, and it had printed itself once more on the boards.

> You did that very well.
> Only, you forgot the *other* one.
> Bring ${pick("bread", "a lamp", "something to sit on")}.

There was no name under it. ${They} read it three times, and then ${they} did what you would have done, and went through everything again from the beginning, asking at each step: the other *what?*

It came to ${them} on the stairs, with one foot in the air. There had been ${pick("a second door", "a second voice", "a second pair of boots in the hall")}. All the time, quite plainly, and everybody had been so busy with the first.

So out ${they} went again. It was a long way back in the dark, and shorter than it had been by day, as ways are when somebody waits at the other end. And there, exactly where nobody had looked, sat a small figure with ink on its fingers.

“I thought,” it said, “that you would never ask about me.”

“I am asking now,” said ${name}, and put ${their} coat round it, and broke the bread in two; for there turned out to be bread in the pocket, ${pick("which the letter must have known", "as there generally is")}. “Begin wherever you like. I have until morning.”`,
  }
}
