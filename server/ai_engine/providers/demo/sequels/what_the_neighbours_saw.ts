import { pick } from "../pick.ts"
import type { Scene } from "../scene.ts"

export function whatTheNeighboursSaw({ name, they, their, weather }: Scene) {
  return {
    title: "What the Neighbours Saw",
    body: `By the next day the whole town knew what had happened to **${name}**, which is to say that it knew several things, and no two of them could stand in the same room.

| Who | Saw it from | And swears that |
|---|---|---|
| the grocer | behind the cheese | it was twice as big |
| Miss Adelaide | her balcony | there was music |
| the postman | under a hedge | *he* had it in the bag all along |
| the cat | the roof | ${pick("it has no comment", "they have all forgotten the fish")} |

For a week ${name} put them right, patiently and exactly, and on the seventh evening, when for the fortieth time ${they} had begun with “No, it was like this”, ${they} noticed that something was missing. The true story had worn thin. It had been told so often that one could see the street through it.

So, ${weather}, ${they} went to Miss Adelaide and asked, quite humbly, about the music.

> “Oh,” she said, and shut her eyes. “Low. Like somebody moving furniture in heaven.”

And the odd thing is that ${name} *remembered* it then. It had been there the whole time, under the noise. The grocer was right as well, if you stood where the grocer had stood. Only the postman ${they} never quite believed.

In the end they wrote it down together, on the back of ${pick("a flour sack", "the parish accounts")}, all of it, one below the other, and nobody crossed out anybody. It is kept at the inn. There is room left at the bottom, and a pencil on a string, and underneath it in ${their} hand stands: *${pick("And you?", "Where were you standing?")}*`,
  }
}
