import type { ProviderMessage, RunRequest } from "../provider.ts"
import type { Deck } from "./deck.ts"
import { heroCalled } from "./hero.ts"
import { pick } from "./pick.ts"
import { plainText } from "./plain_text.ts"
import { newScene, type Scene, sceneWith, type Tale } from "./scene.ts"
import { type Tone, toneOf } from "./tone.ts"
import { type Wish, wishIn } from "./wish.ts"

type Decks = { tales: Deck<Tale>; sequels: Deck<Tale> }

/** A story for the last message, or how the thread's story goes on, where nothing new is asked for. */
export function tellStory(
  { assistantName, instructions, messages }: RunRequest,
  { tales, sequels }: Decks,
): string {
  const storyteller = plainText(assistantName)
  const tone = toneOf(instructions)
  const wish = wishIn(messages.at(-1)?.content ?? "", storyteller)
  const name = heroSoFar(messages)

  if (name && !wantsAnother(wish)) {
    const { title, body } = sequels.deal()(sceneWith(heroCalled(name), tone))
    return lines(
      takenUp(wish, storyteller),
      `## ${chapterAfter(messages)}. ${title}`,
      body,
      `*${pick(...tone.farewells)}*`,
    )
  } else {
    const scene = newScene(wish, tone)
    const { title, body } = tales.deal()(scene)
    return lines(
      aside(wish, tone, storyteller),
      `# ${title}`,
      scene.opening,
      body,
      farewell(wish, tone, scene),
    )
  }
}

/** Every tale sets its hero's name in bold where it first occurs. */
function heroSoFar(messages: ProviderMessage[]) {
  return told(messages)
    .map((content) => /\*\*(\p{Lu}[\p{L}'’-]+)\*\*/u.exec(content)?.[1])
    .findLast(Boolean)
}

function chapterAfter(messages: ProviderMessage[]) {
  const chapters = told(messages)
  const first = chapters.findLastIndex((content) => /^# /m.test(content))
  return chapters.length - Math.max(first, 0) + 1
}

function told(messages: ProviderMessage[]) {
  return messages.filter(({ role }) => role === "assistant").map(({ content }) => content)
}

function wantsAnother({ hero, theme, words }: Wish) {
  return Boolean(hero ?? theme) || /\b(?:another|new|different) (?:one|story|tale)\b/i.test(words)
}

function aside({ hero, theme, words }: Wish, tone: Tone, storyteller: string) {
  const gesture = pick(...tone.asides).replace("{name}", storyteller)

  if (hero ?? theme) {
    return `*${gesture}*`
  } else {
    return `${pick(`“${words}”, you say. Stories have begun with less.`, `“${words}”: that reminds me of something.`)} *${gesture}*`
  }
}

function takenUp({ words }: Wish, storyteller: string) {
  return pick(
    `“${words}”, you say, and ${storyteller} nods, as if that had been the plan all along.`,
    `“${words}”: ${storyteller} had hoped that somebody would say so.`,
    `“${words}”? Then we are not done yet.`,
  )
}

function farewell({ hero, theme }: Wish, tone: Tone, { name, place }: Scene) {
  const last = `*${pick(...tone.farewells)}*`

  if (hero) {
    const verdict = pick(
      `Not bad at all, for ${hero}.`,
      `And nobody in ${place} has since said a word against ${hero}.`,
    )
    return `${verdict} ${last}`
  } else if (theme) {
    const verdict = pick(
      `Ask ${name} about ${theme} today, and this is what you are told. It is nearer the mark than it looks.`,
      `You may think about ${theme} what you like. In ${place} they think of this.`,
    )
    return `${verdict} ${last}`
  } else {
    return last
  }
}

function lines(...paragraphs: string[]) {
  return `${paragraphs.join("\n\n")}\n`
}
