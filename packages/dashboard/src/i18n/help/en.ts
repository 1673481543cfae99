import type { HelpWords } from './types.ts'

export const EN_HELP: HelpWords = {
  limits: 'What logprobs do not say',
  limitsMeaning: 'A probability of a token is not a probability of being right.',
  limit: {
    hidden: {
      title: 'Hidden reasoning',
      text: 'Reasoning models often send no log-probabilities, or none for what they thought. The visible answer then looks surer than the thinking was. Where nothing came back, nothing is said.',
    },
    calibration: {
      title: 'Calibration',
      text: 'How a number relates to being right differs by model, language and prompt. Only labelled answers of your own traffic can tell; until then there are starting rules.',
    },
    falsehood: {
      title: 'Confident falsehoods',
      text: 'A model can be wrong and sure. Such an answer has high probabilities throughout and no rule fires. Asking several times, or sources, may show it.',
    },
    cues: {
      title: 'Spurious cues',
      text: 'Low probability often marks style, not doubt: the first word of a sentence, a rare name, one of several good wordings. Length and format move the mean, too.',
    },
    truncated: {
      title: 'Truncated lists',
      text: 'Providers list a few alternatives, not the whole vocabulary. Entropy is then known only as an interval, and a rule whose threshold lies within it is undecided.',
    },
    sampling: {
      title: 'Temperature and sampling',
      text: 'Some servers report probabilities before temperature, some after, some after cutting the list. Numbers of different bases are not compared.',
    },
  },
  noExample: 'No stored answer is an example of this.',
  examples: '{count} stored answers',
  numbers: 'What each number means',
  numbersMeaning: 'Log-probabilities in nats, entropies in bits.',
  terms: {
    completeness: {
      title: 'completeness',
      text: 'Token entries that came, out of the tokens that the provider reported. About evidence, not about the answer.',
    },
    answered: {
      title: 'answered share',
      text: 'Share of answers that a threshold lets through.',
    },
    risk: {
      title: 'risk of error',
      text: 'Calibrated probability that an answer is wrong. Shown only where labels allowed it.',
    },
    margin: {
      title: 'margin',
      text: 'Logprob of the most probable token minus that of the second, nats. Near 0 the model wavered between two.',
    },
    rank: {
      title: 'rank',
      text: '1 is the most probable token at its place. Sampling may choose others.',
    },
    score: {
      title: 'hallucination score',
      text: 'Points of simple rules that fired, out of those that could be told. A rule of thumb.',
    },
  },
  found: 'What may be found in a text',
  shortcuts: 'Keys',
  keys: [
    ['?', 'This page'],
    ['j / k, ↓ / ↑', 'Next and previous answer'],
    ['Enter', 'Open the answer; keep a token in the panel'],
    ['/', 'Search'],
    ['1 / 2 / 3', 'Correct, incorrect, unsure; again to take back'],
    ['← →', 'Token by token; cell by cell, point by point on charts'],
    ['n / p', 'Next and previous notable token'],
    ['Esc', 'Let go of a token'],
  ],
}
