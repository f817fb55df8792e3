import { pick } from "../pick.ts"
import type { Scene } from "../scene.ts"

export function theBearWhoCameOnThursdays({ name, they, them, their, They, place, weather }: Scene) {
  return {
    title: "The Bear Who Came on Thursdays",
    body: `${name} gave piano lessons in ${place}, in a front room with a fern, and had long since stopped expecting anything. Then, ${weather}, somebody knocked rather low on the door. It was a bear. He had wiped his feet.

He laid a ${pick("honeycomb in a clean handkerchief", "trout, wrapped in dock leaves")} on the lid of the piano, as others lay their money there, sat down, and played what he knew. This was what he knew:

\`\`\`
E . . . E . . . E . . . E
\`\`\`

> “That is one note,” said ${name}.
>
> The bear looked at ${them} as one looks at somebody who has said of the sea that it is one water.

Every Thursday he came, and every Thursday he played it. ${name} tried scales. ${They} tried *Für Elise*. The bear listened politely and returned to his E, and by Christmas ${name} could hear that it was never the same one. There was an E like a door that somebody leaves ajar. There was an E for first snow. There was one, at the end of January, that was so sleepy that the fern nodded.

Then he stopped coming, as bears do.

It was a long winter. On Thursdays ${name} sat down at the piano, from habit, and once played a note, and then, because nobody was listening, *played it again*. Something in ${their} chest, which had been shut since ${pick("the conservatory", "a certain review in the newspaper")}, came open by the width of a paw.

In March there was a knock, rather low. “Come in,” said ${name}, and moved over on the bench. “${pick("Listen", "You won't believe it", "I have been practising")},” ${they} said. “I've got *two*.”`,
  }
}
