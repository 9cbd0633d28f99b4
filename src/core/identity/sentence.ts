/**
 * A judgement in plain sentences. They contain no values, so they may be logged and shown to people who must not
 * learn the serial number.
 */
import type { Evidence, Verdict } from './compare.ts'
import type { FactField } from './facts.ts'
import type { IdentityToken } from './identity-tokens.ts'
import type { Judgement } from './judge.ts'

/** Two sentences: what agrees and differs, and what follows from it. */
export function explain({ verdict, candidates }: Judgement): string {
  const [first, ...others] = candidates
  if (first === undefined) {
    return 'No registered device of this tenant shares an identifier with it. Devices of other tenants were not looked at; an import would.'
  }
  const finding = findings[verdict](first.comparison.evidence)
  const rivals = others.filter(({ comparison }) => comparison.verdict !== 'no-match')
  if (verdict === 'review' && rivals.length > 0) {
    const count = `${rivals.length + 1} registered devices may be it.`
    return `${count} The likeliest: ${finding}. A person has to decide which one it is.`
  }
  return `${capitalised(finding)}. ${conclusions[verdict]}`
}

/** Why a row is held although none of the compared devices may be it. */
export function explainCrowd({ kind }: IdentityToken, isForeign: boolean): string {
  const shared = crowds[kind] ?? 'an identifier'
  const who = isForeign ? 'An operator of this installation' : 'A person'
  return `More devices than can be compared share ${shared} with it, and one of them may be it. ${who} has to decide, or deny that value.`
}

const crowds: Readonly<Partial<Record<IdentityToken['kind'], string>>> = {
  ek: 'the TPM key',
  uuid: 'the UUID',
  serial: 'the serial number',
  'product-key-id': 'the product key ID',
  lan: 'a network port',
  'offline-id': 'the stored device ID',
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

const findings: Readonly<Record<Verdict, (evidence: readonly Evidence[]) => string>> = {
  match: (evidence) => {
    const changed = evidence.filter((each) => isOther(each) && each.binding === 'movable')
    const contradicting = evidence.filter((each) => isOther(each) && each.binding === 'board')
    return joined([
      `same ${list(evidence.filter(isSame))}`,
      contradicting.length > 0 ? `another ${list(contradicting)}` : '',
      changed.length > 0 ? `the ${list(changed)} ${changed.length > 1 ? 'are' : 'is'} new` : '',
    ])
  },
  'no-match': (evidence) => {
    const [same, other] = [evidence.filter(isSame), evidence.filter(isOther)]
    const isOnlyMovable = same.length > 0 && same.every(({ binding }) => binding !== 'board')
    if (other.every(({ binding }) => binding !== 'board') && isOnlyMovable) {
      const [is, can] = same.length > 1 ? ['are', 'they'] : ['is', `a ${list(same)}`]
      return `only the ${list(same)} ${is} the same, and ${can} can be moved`
    }
    return joined([
      other.length > 0 ? `another ${list(other)}` : 'nothing of worth agrees',
      same.length > 0 ? `the same ${list(same)}` : '',
    ])
  },
  review: (evidence) => {
    const other = evidence.filter(isOther)
    const isTooLittle =
      evidence.filter((each) => isSame(each) && each.binding === 'board').length < 2
    const unless = isTooLittle ? 'that alone is too little' : ''
    return joined([
      `same ${list(evidence.filter(isSame))}`,
      other.length > 0 ? `another ${list(other)}` : unless,
    ])
  },
}

/** Model and processor say what kind of machine it is, not which one, so they are left out. */
const isTelltale = ({ binding }: Evidence): boolean => binding !== 'contrast'
const isSame = (each: Evidence): boolean => each.relation === 'agrees' && isTelltale(each)
const isOther = (each: Evidence): boolean => each.relation === 'disagrees' && isTelltale(each)

function list(evidence: readonly Evidence[]): string {
  const all = evidence.map(({ field }) => names[field])
  const last = all.pop() ?? ''
  return all.length > 0 ? `${all.join(', ')} and ${last}` : last
}

const joined = (parts: readonly string[]): string => parts.filter((part) => part !== '').join('; ')

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
