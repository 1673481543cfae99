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

/** Reads a share between 0 and 1. */
export function share(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !(value > 0 && value < 1)) throw new InvalidArgumentError('It takes a share between 0 and 1, such as 0.2.')
  return value
}

/** Reads shares separated by commas. */
export function shares(text: string): readonly number[] {
  return text.split(',').map(share)
}
