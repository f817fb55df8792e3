import { pick } from "../pick.ts"
import type { Scene } from "../scene.ts"

export function theWhaleInTheWell({ name, they, them, place, weather }: Scene) {
  return {
    title: "The Whale in the Well",
    body: `The well behind the church of ${place} had begun to sing. Nothing much: a low note now and then, as if somebody blew across a bottle. The council resolved to ignore it, with ${pick("six votes to one", "four votes to three")}. The one who did not was ${name}.

So, ${weather}, ${they} let a lantern down on the long rope, and a long way below an eye looked up. It was a whale. To be exact, it was *a very small whale*, no longer than a loaf, going round and round in the dark like a thought that can't find its end.

> “You are hungry,” said ${name}.
>
> The whale sang a little lower, which meant yes.

It would not touch bread. It would not touch ${pick("the priest's best herring", "plum cake, which is unheard of")}. Only when ${name}, from sheer helplessness, began to tell it something did it stop circling, and grew by an inch.

After that they all came, evening after evening, with whatever they had:

| Who | Told | The whale grew by |
|---|---|---:|
| the baker | how he lost his ring | a hand |
| the schoolmistress | a lie, beautifully | nothing |
| the twins | the end of a joke | a whole yard |

By autumn the well was too small. So they dug, everybody, council and all, from the well to the river and from the river to the sea, and on the last night ${name} told it the one story that ${they} had been keeping. Nobody else heard it. But the whale sang it ${them} back, from far out, and it comes by every year to hear if it has changed.

It always has, a little: ${pick("so it need not hurry off again", "there would be no point in coming otherwise")}.`,
  }
}
