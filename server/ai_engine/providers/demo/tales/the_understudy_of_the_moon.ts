import { pick } from "../pick.ts"
import type { Scene } from "../scene.ts"

export function theUnderstudyOfTheMoon({ name, they, them, their, They, place, weather }: Scene) {
  return {
    title: "The Understudy of the Moon",
    body: `The advertisement hung beside the post office of ${place}, and it was short: *Reliable person wanted for one night. Must not mind heights.* ${name} was the only one who applied. ${weather.charAt(0).toUpperCase()}${weather.slice(1)} the moon came to the back door in a grey coat, with a suitcase, and explained the work.

1. Rise in the east. Take your time about it; people notice haste.
2. Shine on everybody, *also* on those who don't look up.
3. Mind the tide. It pulls.
4. Do not wave.

“And where will you be?” asked ${name}.

> “Down here,” said the moon. “I have never once seen it from below.”

It was cold up there, and much quieter than you would think. ${name} shone. ${They} shone on the ${pick("night baker", "night nurse on her bicycle")} and on a fox with an appointment, on two people who had chosen that bench because it was dark, and who now had to look at each other. Towards three ${they} saw ${their} own house, with its one crooked shutter, and thought that it looked ${pick("rather well", "like somebody's favourite")}.

And in the lane behind it walked an old gentleman in a grey coat, with his head right back. He walked into a hedge. He did not seem to care.

${name} forgot rule four.

If you were up that night, you know: the moon, quite clearly, *waved*. The astronomers have put it down to ${pick("dust on the lens", "a passing goose")}. But the old gentleman waved back, and took off his hat, and next evening there lay on the step of the back door, wrapped in newspaper, a wage that nobody has been able to change for ${them} at any bank: ${pick("a handful of tide", "one quiet hour, to be spent whenever", "a very small shadow, in good condition")}.`,
  }
}
