import { describe, expect, it } from 'vitest'
import { csvCell } from './csv.ts'

describe('csvCell', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+cmd', "'+cmd"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=x', "'\t=x"],
    ['\r=x', '"\'\r=x"'],
    ['=HYPERLINK("http://x";"y")', '"\'=HYPERLINK(""http://x"";""y"")"'],
  ])('makes the text %j safe', (text, cell) => expect(csvCell(text)).toBe(cell))

  it.each([
    [-0.25, '-0.25'],
    [0, '0'],
    [true, 'true'],
    [null, ''],
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "hi"', '"say ""hi"""'],
    ['two\nlines', '"two\nlines"'],
    ['a=b', 'a=b'],
  ])('writes %j as it is', (value, cell) => expect(csvCell(value)).toBe(cell))
})
