import { describe, expect, it } from 'vitest'
import { isControlToken, templateTokens } from './template-tokens.ts'

const marked = (texts: readonly string[]): string[] => {
  const flags = templateTokens(texts)
  return texts.filter((_, i) => flags?.[i] === 1)
}

describe('templateTokens', () => {
  it.each([
    ['an end-of-turn token', ['Paris', '.', '<|im_end|>'], ['<|im_end|>']],
    ['full-width bars', ['Paris', '<｜end▁of▁sentence｜>'], ['<｜end▁of▁sentence｜>']],
    [
      'names of control tokens in angle brackets',
      ['<bos>', 'a', '<end_of_turn>', '<eos>', '<pad>'],
      ['<bos>', '<end_of_turn>', '<eos>', '<pad>'],
    ],
    ['names of control tokens in square brackets', ['[INST]', 'a', '[/INST]', '[PAD]'], ['[INST]', '[/INST]', '[PAD]']],
    [
      'a header with its role and line break',
      ['<|start_header_id|>', '<|start_header_id|>', 'assistant', '<|end_header_id|>', '\n\n', 'Frank', ' Morris'],
      ['<|start_header_id|>', '<|start_header_id|>', 'assistant', '<|end_header_id|>', '\n\n'],
    ],
    ['a role that a line break ends', ['<|im_start|>', 'assistant', '\n', 'Hi'], ['<|im_start|>', 'assistant', '\n']],
    ['a role in angle brackets', ['<start_of_turn>', 'model', '\n', 'Hi', '\n'], ['<start_of_turn>', 'model', '\n']],
    ['a role that is the control token', ['<|assistant|>', '\n', 'Hi'], ['<|assistant|>', '\n']],
    ['channels', ['<|channel|>', 'final', '<|message|>', '\n', 'Hi', '<|return|>'], ['<|channel|>', 'final', '<|message|>', '<|return|>']],
    ['a header that the output ends in', ['<|start_header_id|>', 'assistant'], ['<|start_header_id|>', 'assistant']],
    ['an opening token that no header follows', ['<|im_start|>', 'Hello', ' there'], ['<|im_start|>']],
    ['the ends of a sequence', ['<s>', 'a', '</s>', '</s>'], ['<s>', '</s>', '</s>']],
    ['sequences one after another', ['a', '</s>', '<s>', 'b'], ['</s>', '<s>']],
    ['strike-through inside an answer', ['a ', '<s>', 'b', '</s>', ' c'], []],
    ['markup', ['<div>', '<b>', 'x', '</b>', '<br/>', '<think>', '<unk>', '<0x0A>', '</div>'], []],
    ['brackets of the answer', ['[1]', ' [x]', 'a[i]', '[PADDING]', ' ->', '=>', '|>', '<|', '<||>', '<|a b|>'], []],
    ['nothing', [], []],
  ])('%s', (_, texts, expected) => {
    expect(marked(texts)).toEqual(expected)
  })
})

it('isControlToken looks at the whole token', () => {
  expect(isControlToken('<|eot_id|>')).toBe(true)
  expect(isControlToken(' <|eot_id|>')).toBe(false)
  expect(isControlToken('<|eot_id|> x')).toBe(false)
  expect(isControlToken('')).toBe(false)
})
