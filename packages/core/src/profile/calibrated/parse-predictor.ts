import { shown, type Fields, type ProfileReader } from '../profile-reader.ts'
import { FEATURES } from './feature-names.ts'

const KINDS = ['temperature', 'platt', 'isotonic', 'logistic', 'shifted'] as const

function readFeature(reader: ProfileReader, value: unknown, at: string): void {
  if (!(FEATURES as readonly unknown[]).includes(value))
    reader.add(at, `${at} names no feature of this version: ${shown(value)}; known are ${FEATURES.join(', ')}`, 'unknown-word')
}

function readNumbers(reader: ProfileReader, fields: Fields, names: readonly string[], at: string, length?: number): void {
  for (const name of names) {
    const list = reader.list(fields[name], `${at}.${name}`)
    if (length !== undefined && list.length !== length) reader.add(`${at}.${name}`, `${at}.${name} must have ${length} numbers`)
    list.forEach((entry, i) => reader.number(entry, `${at}.${name}[${i}]`))
  }
}

function readLogistic(reader: ProfileReader, fields: Fields, at: string): void {
  const features = reader.list(fields['features'], `${at}.features`)
  features.forEach((name, i) => readFeature(reader, name, `${at}.features[${i}]`))
  readNumbers(reader, fields, ['means', 'scales', 'weights', 'missing'], at, features.length)
  reader.number(fields['intercept'], `${at}.intercept`)
}

function readIsotonic(reader: ProfileReader, fields: Fields, at: string): void {
  readFeature(reader, fields['feature'], `${at}.feature`)
  const before = reader.issues.length
  const x = reader.list(fields['x'], `${at}.x`)
  readNumbers(reader, fields, ['x'], at)
  readNumbers(reader, fields, ['p'], at, x.length)
  if (reader.issues.length > before) return
  const p = fields['p'] as readonly number[]
  const rises = x.every((value, i) => i === 0 || (Number(value) > Number(x[i - 1]) && p[i]! >= p[i - 1]!))
  if (!rises || x.length === 0 || !p.every((value) => value > 0 && value < 1))
    reader.add(at, `${at} must hold rising points with probabilities that do not fall, between 0 and 1`, 'out-of-range')
}

/** Checks a predictor, and those within it (at most four levels deep, as there are levels of groups). */
export function readPredictor(reader: ProfileReader, value: unknown, at: string, depth = 0): void {
  const fields = reader.object(value, at)
  if (fields === null) return
  const { kind } = fields as { readonly kind?: (typeof KINDS)[number] }
  switch (kind) {
    case 'temperature': {
      readFeature(reader, fields['feature'], `${at}.feature`)
      const temperature = reader.number(fields['temperature'], `${at}.temperature`)
      if (temperature <= 0) reader.add(`${at}.temperature`, `${at}.temperature must be above 0`, 'out-of-range')
      return
    }
    case 'platt':
      readFeature(reader, fields['feature'], `${at}.feature`)
      for (const name of ['intercept', 'slope']) reader.number(fields[name], `${at}.${name}`)
      return
    case 'isotonic':
      readIsotonic(reader, fields, at)
      return
    case 'logistic':
      readLogistic(reader, fields, at)
      return
    case 'shifted':
      for (const name of ['intercept', 'slope']) reader.number(fields[name], `${at}.${name}`)
      if (depth < 4) readPredictor(reader, fields['base'], `${at}.base`, depth + 1)
      else reader.add(`${at}.base`, `${at}.base is nested too deeply`)
      return
    default:
      reader.add(`${at}.kind`, `${at}.kind must be one of ${KINDS.join(', ')}, got ${shown(kind)}`, 'unknown-word')
  }
}
