import type { Tale } from "./scene.ts"
import { theGuestFromTheFirstChapter } from "./sequels/the_guest_from_the_first_chapter.ts"
import { theLetterUnderTheDoor } from "./sequels/the_letter_under_the_door.ts"
import { theOtherRoad } from "./sequels/the_other_road.ts"
import { theVisitingEnding } from "./sequels/the_visiting_ending.ts"
import { whatTheNeighboursSaw } from "./sequels/what_the_neighbours_saw.ts"

/** How any story may go on: they know the hero, and of what happened before only that it did. */
export const SEQUELS: readonly [Tale, ...Tale[]] = [
  theLetterUnderTheDoor,
  whatTheNeighboursSaw,
  theVisitingEnding,
  theOtherRoad,
  theGuestFromTheFirstChapter,
]
