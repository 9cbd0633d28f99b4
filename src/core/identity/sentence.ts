/**
 * A judgement as a person would say it. No value appears in it: a sentence may be logged and shown to
 * somebody who must not learn whose serial number that was.
 */
import type { Evidence, Verdict } from './compare.ts'
import type { FactField } from './facts.ts'
import type { Judgement } from './judge.ts'

/** Two sentences: what agrees and differs, and what follows. */
export function explain({ verdict, candidates }: Judgement): string {
  const [first, ...others] = candidates
  if (first === undefined) {
    return 'No registered device shares an identifier with it. It is a new device.'
  }
  const finding = findingOf(verdict, first.comparison.evidence)
  const rivals = others.filter(({ comparison }) => comparison.verdict !== 'no-match')
  if (verdict === 'review' && rivals.length > 0) {
    return `${rivals.length + 1} registered devices may be it. The likeliest: ${finding}. ${conclusions.review}`
  }
  return `${capitalised(finding)}. ${conclusions[verdict]}`
}

const conclusions: Readonly<Record<Verdict, string>> = {
  match: 'It is the same device.',
  'no-match': 'It is another device.',
  review: 'A person has to decide whether it is the same device.',
}

const names: Readonly<Record<FactField, string>> = {
  ek: 'TPM key',
  uuid: 'UUID',
  serial: 'serial number',
  productKeyId: 'product key ID',
  lan: 'network port',
  offlineId: 'stored device ID',
  disk: 'disk',
  card: 'wireless card',
  virtualMac: 'virtual network port',
  model: 'model',
  cpu: 'processor',
}

function findingOf(verdict: Verdict, evidence: readonly Evidence[]): string {
  const same = named(evidence.filter(({ relation }) => relation === 'agrees'))
  const other = named(evidence.filter(({ relation }) => relation === 'disagrees'))
  if (verdict === 'match') {
    return joined([`same ${same}`, other && `the ${other} ${isOne(evidence) ? 'is' : 'are'} new`])
  }
  if (verdict === 'no-match') {
    return joined([
      other && `another ${other}`,
      same ? `the same ${same}` : 'nothing of worth agrees',
    ])
  }
  return joined([`same ${same}`, other ? `another ${other}` : 'that alone is too little'])
}

function isOne(evidence: readonly Evidence[]): boolean {
  return evidence.filter(({ relation }) => relation === 'disagrees').length === 1
}

/** Model and processor are left out where anything tells more. */
function named(evidence: readonly Evidence[]): string {
  const telling = evidence.filter(({ binding }) => binding !== 'contrast')
  const all = (telling.length > 0 ? telling : evidence).map(({ field }) => names[field])
  const last = all.pop() ?? ''
  return all.length > 0 ? `${all.join(', ')} and ${last}` : last
}

const joined = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('; ')

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
