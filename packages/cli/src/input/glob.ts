/** Shell-like patterns for files: `*`, `?`, `[a-z]`, `[!a]`, `{one,two}` and `**` for any depth. Hidden names need a dot in the pattern. */

const SPECIAL = /[*?[\]{}]/

/** Whether a path holds anything that a pattern gives a meaning to. */
export function isPattern(path: string): boolean {
  return SPECIAL.test(path)
}

/** The folder that a pattern can be searched from: its parts before the first special one. */
export function patternBase(pattern: string): string {
  const parts = pattern.split('/')
  const first = parts.findIndex((part) => SPECIAL.test(part))
  const base = parts.slice(0, first === -1 ? parts.length - 1 : first).join('/')
  return base === '' ? (pattern.startsWith('/') ? '/' : '.') : base
}

/** `{a,b}` written out, nested ones too; braces without a comma or a partner stand for themselves. */
export function expandBraces(pattern: string): readonly string[] {
  let depth = 0
  let open = -1
  let commas: number[] = []
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern[i]
    if (character === '{') {
      if (depth === 0) {
        open = i
        commas = []
      }
      depth += 1
    } else if (character === ',' && depth === 1) commas.push(i)
    else if (character === '}' && depth > 0) {
      depth -= 1
      if (depth > 0 || commas.length === 0) continue
      const cuts = [open, ...commas, i]
      const after = pattern.slice(i + 1)
      return cuts.slice(1).flatMap((cut, k) => expandBraces(pattern.slice(0, open) + pattern.slice(cuts[k]! + 1, cut) + after))
    }
  }
  return [pattern]
}

const escape = (text: string): string => text.replace(/[.+^$()|\\/{}[\]*?]/g, '\\$&')

function bracket(part: string, at: number): { source: string; end: number } | null {
  const negated = part[at + 1] === '!' || part[at + 1] === '^'
  const start = at + (negated ? 2 : 1)
  const end = part.indexOf(']', start + 1)
  if (end === -1) return null
  const inside = part.slice(start, end).replace(/[\\\]^[]/g, '\\$&')
  return { source: `[${negated ? '^/' : ''}${inside}]`, end }
}

function partSource(part: string): string {
  let source = part.startsWith('.') ? '' : '(?!\\.)'
  for (let i = 0; i < part.length; i++) {
    const character = part[i]!
    if (character === '*') source += '[^/]*'
    else if (character === '?') source += '[^/]'
    else if (character === '[') {
      const found = bracket(part, i)
      if (found === null) source += '\\['
      else {
        source += found.source
        i = found.end
      }
    } else source += escape(character)
  }
  return source
}

/** A test for paths with `/` between their parts. */
export function patternToRegExp(pattern: string): RegExp {
  const alternatives = expandBraces(pattern).map((plain) => {
    let source = ''
    const parts = plain.split('/')
    parts.forEach((part, i) => {
      const last = i === parts.length - 1
      if (part === '**') source += last ? '(?:(?!\\.)[^/]+/)*(?!\\.)[^/]+' : '(?:(?!\\.)[^/]+/)*'
      else source += partSource(part) + (last ? '' : '/')
    })
    return source
  })
  return new RegExp(`^(?:${alternatives.join('|')})$`, 'u')
}
