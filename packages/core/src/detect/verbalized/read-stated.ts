/** From what a model wrote for its confidence to a share from 0 to 1; never a guess between two scales. */

export type Stated =
  | { readonly ok: true; readonly value: number; readonly scale: string }
  /** `problem`: why there is no number, in words. */
  | { readonly ok: false; readonly problem: string }

const PERCENT = /^(?:%\s*(\d{1,3}(?:[.,]\d+)?)|(\d{1,3}(?:[.,]\d+)?)\s*%)$/
const FRACTION = /^(\d+(?:\.\d+)?)\s*\/\s*(\d+)$/
const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/
const DECIMAL_COMMA = /^0,\d+$/
const SHOWN = 40

const refused = (problem: string): Stated => ({ ok: false, problem })
const quoted = (raw: string): string => JSON.stringify(raw.length > SHOWN ? `${raw.slice(0, SHOWN)}…` : raw)

/** The scale that a number alone can only belong to; `null` where it may belong to several. */
function scaleOf(value: number): readonly [number, number] | null {
  if (value >= 0 && value < 1) return [0, 1]
  return value > 10 && value <= 100 ? [0, 100] : null
}

function onScale(value: number, raw: string, given: readonly [number, number] | null): Stated {
  const scale = given ?? scaleOf(value)
  if (scale === null) {
    return refused(
      value < 0 || value > 100
        ? `${quoted(raw)} is on no usual scale: name it`
        : `${quoted(raw)} may be of 1, of 10 or of 100: name the scale`,
    )
  }
  const [least, greatest] = scale
  if (!(value >= least && value <= greatest)) return refused(`${quoted(raw)} lies outside of the scale from ${least} to ${greatest}`)
  return { ok: true, value: (value - least) / (greatest - least) + 0, scale: `${least}-${greatest}` }
}

/**
 * Reads a stated confidence. `raw`: as the model wrote it, without quotes. `scale`: where it is known.
 *
 * `85%`, `% 85` and `%85` are percent, `4/5` is a share, whatever the scale. A bare number is taken by `scale`; without one, from 0 to below 1 it is
 * a share of 1, above 10 up to 100 one of 100, and everything else is refused: 1 and 7 may be of 1, of 10 or of 100. Words are refused.
 * A scale is linear: its least number is 0, its greatest 1.
 */
export function readStated(raw: string, scale: readonly [number, number] | null): Stated {
  const text = raw.trim()
  const percent = PERCENT.exec(text)
  if (percent !== null) {
    const value = Number((percent[1] ?? percent[2]!).replace(',', '.'))
    return value <= 100 ? { ok: true, value: value / 100, scale: 'percent' } : refused(`${quoted(raw)} is more than the whole`)
  }
  const fraction = FRACTION.exec(text)
  if (fraction !== null) {
    const value = Number(fraction[1]) / Number(fraction[2])
    return value <= 1 ? { ok: true, value, scale: `of ${fraction[2]!}` } : refused(`${quoted(raw)} is no share`)
  }
  if (DECIMAL_COMMA.test(text)) return onScale(Number(text.replace(',', '.')), raw, scale)
  return NUMBER.test(text) ? onScale(Number(text), raw, scale) : refused('what it says is no number')
}
