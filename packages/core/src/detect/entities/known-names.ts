/** Words whose meaning the lists know. */
import { INTERNATIONAL_GIVEN_NAMES, TURKISH_GIVEN_NAMES } from './lexicon/given-names.ts'
import { isEnglishPeople, isOrigin, isTurkishPeople } from './lexicon/nationalities.ts'
import { ORGANISATIONS } from './lexicon/organisations.ts'
import { PLACES } from './lexicon/places.ts'
import type { Family } from './name-rules.ts'

/** Whether the word is a name by itself, whatever stands around it. */
export function isKnownName(key: string): boolean {
  return PLACES.has(key) || ORGANISATIONS.has(key) || TURKISH_GIVEN_NAMES.has(key) || INTERNATIONAL_GIVEN_NAMES.has(key)
}

const isPlace = (key: string): boolean => PLACES.has(key)

/** Whether the word is a people, faith or origin in the language of the text, and not at the same time a place. */
export function isPeople(key: string, family: Family): boolean {
  if (PLACES.has(key)) return false
  if (family !== 'turkish') return isEnglishPeople(key)
  return isTurkishPeople(key, isPlace) || isOrigin(key, isPlace)
}

/** Whether the word is a given name, Turkish or international. */
export function isGivenName(key: string): boolean {
  return TURKISH_GIVEN_NAMES.has(key) || INTERNATIONAL_GIVEN_NAMES.has(key)
}
