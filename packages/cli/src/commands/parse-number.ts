import { InvalidArgumentError } from 'commander'

/** A whole number from `least` on, for an option. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(value) || value < least)
      throw new InvalidArgumentError(`It must be a whole number, ${least} or more.`)
    return value
  }
}
