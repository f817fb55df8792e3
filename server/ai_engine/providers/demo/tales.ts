import type { Tale } from "./scene.ts"
import { theBearWhoCameOnThursdays } from "./tales/the_bear_who_came_on_thursdays.ts"
import { theClockThatRanOnGossip } from "./tales/the_clock_that_ran_on_gossip.ts"
import { theLibraryOfUnsentLetters } from "./tales/the_library_of_unsent_letters.ts"
import { theMachineThatKeptBees } from "./tales/the_machine_that_kept_bees.ts"
import { theMapOfSmallThings } from "./tales/the_map_of_small_things.ts"
import { theNightTrainToTuesday } from "./tales/the_night_train_to_tuesday.ts"
import { theShopThatSoldWeather } from "./tales/the_shop_that_sold_weather.ts"
import { theTownThatLostItsEcho } from "./tales/the_town_that_lost_its_echo.ts"
import { theUnderstudyOfTheMoon } from "./tales/the_understudy_of_the_moon.ts"
import { theWhaleInTheWell } from "./tales/the_whale_in_the_well.ts"

export const TALES: readonly [Tale, ...Tale[]] = [
  theShopThatSoldWeather,
  theClockThatRanOnGossip,
  theNightTrainToTuesday,
  theLibraryOfUnsentLetters,
  theWhaleInTheWell,
  theMapOfSmallThings,
  theUnderstudyOfTheMoon,
  theBearWhoCameOnThursdays,
  theMachineThatKeptBees,
  theTownThatLostItsEcho,
]
