/** What holds for any facts, also for those that no machine has. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compare } from '../../src/core/identity/compare.ts'
import type { IdentityFacts } from '../../src/core/identity/facts.ts'
import { identityTokens } from '../../src/core/identity/identity-tokens.ts'
import { judge } from '../../src/core/identity/judge.ts'
import { adopt, enrich, newRecord } from '../../src/core/identity/record.ts'
import { boardFields } from '../../src/core/identity/relations.ts'
import { explain } from '../../src/core/identity/sentence.ts'
import { tokensUnder } from '../../src/core/identity/tokens.ts'
import { arbitraryFacts } from './arbitrary-facts.ts'
import { compared, facts } from './identity.ts'
import { later, withAdaptersReversed } from './life.ts'
import { bareWhiteboxes, guests, hashOf, made, notebooks, whiteboxes } from './machines.ts'

const runs = { numRuns: 5000 }
const tokens = tokensUnder(new Uint8Array(32))
const verdict = (a: IdentityFacts, b: IdentityFacts) => compare(newRecord(a), b).verdict
const strongTokens = (each: IdentityFacts) =>
  identityTokens(each, tokens).flatMap(({ token, strong }) => (strong ? [token] : []))

function holds(law: (a: IdentityFacts, b: IdentityFacts, c: IdentityFacts) => void): void {
  fc.assert(fc.property(arbitraryFacts, arbitraryFacts, arbitraryFacts, law), runs)
}

test('which of two hashes was registered first does not change the verdict', () => {
  holds((a, b) => {
    expect(verdict(a, b)).toBe(verdict(b, a))
  })
})

test('what shares a strong token is never another device for certain', () => {
  holds((a, b, c) => {
    const { uuid, manufacturer, serial, productKeyId, onboardMacs } = a
    const sameBoard = { ...c, uuid, manufacturer, serial, productKeyId, onboardMacs }
    const claimed = new Set(strongTokens(a))
    for (const each of [b, sameBoard]) {
      const isShared = strongTokens(each).some((token) => claimed.has(token))
      if (isShared) expect(verdict(a, each)).not.toBe('no-match')
    }
  })
})

test('the same facts share every strong token, and have one if the board says anything', () => {
  holds((a) => {
    expect(strongTokens(a)).toEqual(strongTokens(structuredClone(a)))
    const { ekDigest, uuid, serial, productKeyId, offlineId, onboardMacs } = a
    const board = [ekDigest, uuid, serial, productKeyId, offlineId, ...onboardMacs]
    expect(strongTokens(a).length > 0).toBe(board.some((value) => value !== null))
  })
})

test('without an agreement of the board nothing matches, whatever else agrees', () => {
  holds((a, b) => {
    const { evidence, verdict } = compare(newRecord(a), b)
    const agrees = evidence.some((each) => each.binding === 'board' && each.relation === 'agrees')
    if (!agrees) expect(verdict).toBe('no-match')
  })
})

test('two different TPM keys never match, and a veto stands in the evidence of it', () => {
  holds((a, b) => {
    const { evidence, verdict } = compare(newRecord(a), b)
    if (a.ekDigest !== null && b.ekDigest !== null && a.ekDigest !== b.ekDigest) {
      expect(verdict).not.toBe('match')
      expect(evidence[0]).toMatchObject({ field: 'ek', relation: 'disagrees', veto: true })
    }
    if (evidence.some(({ veto }) => veto)) expect(verdict).not.toBe('match')
  })
})

test('enriching twice is enriching once, and no board value is ever lost or replaced', () => {
  holds((a, b, c) => {
    const record = enrich(newRecord(a), c)
    const once = enrich(record, b)
    expect(enrich(once, b)).toEqual(once)
    for (const [field, known] of Object.entries(record.board)) {
      const now = once.board[field as keyof typeof once.board]
      expect(known.length > 0 ? now : []).toEqual(known)
    }
  })
})

test('what matched before a record was enriched by a match still matches after it', () => {
  holds((a, b) => {
    if (verdict(a, b) !== 'match') return
    const record = enrich(newRecord(a), b)
    if (verdict(a, a) === 'match') expect(compare(record, a).verdict).toBe('match')
    expect(compare(record, b).verdict).toBe('match')
  })
})

test('adopting keeps every board value, and what was adopted is never another device after', () => {
  holds((a, b) => {
    const before = newRecord(a)
    const after = adopt(before, b)
    for (const field of Object.keys(before.board) as (keyof typeof before.board)[]) {
      expect(after.board[field].slice(0, before.board[field].length)).toEqual(before.board[field])
    }
    expect(adopt(after, b)).toEqual(after)
    if (strongTokens(b).length > 0) expect(compare(after, b).verdict).not.toBe('no-match')
    const relations = compare(after, b).evidence.filter(({ field }) =>
      boardFields.some((each) => each === field),
    )
    expect(relations.filter(({ relation }) => relation === 'disagrees')).toEqual([])
  })
})

test('the order of candidates changes nothing, and two that match are never resolved', () => {
  holds((a, b, c) => {
    const candidates = [
      { id: 'b', record: newRecord(b) },
      { id: 'c', record: newRecord(c) },
    ]
    const judgement = judge(a, candidates)
    expect(judge(a, candidates.toReversed())).toEqual(judgement)
    const matches = judgement.candidates.filter(({ comparison }) => comparison.verdict === 'match')
    if (matches.length > 1) expect(judgement.verdict).toBe('review')
    expect(judgement.id !== undefined).toBe(judgement.verdict === 'match')
  })
})

test('every judgement is said in sentences that name no value', () => {
  holds((a, b) => {
    const text = explain(judge(a, [{ id: 'x', record: newRecord(b) }]))
    expect(text).toMatch(/^[A-Z][^.]+\. (It is the same|It is another|A person has to)[^.]+\.$/)
    expect(text).not.toMatch(/undefined|[,;] ?[,;.]|same [,;.]|\d|F4:4E/)
  })
})

test('facts and records survive being stored as JSON', () => {
  holds((a) => {
    expect(JSON.parse(JSON.stringify(a))).toEqual(a)
    expect(JSON.parse(JSON.stringify(newRecord(a)))).toEqual(newRecord(a))
  })
})

const machines = [...notebooks, ...bareWhiteboxes, ...whiteboxes, ...guests]

test('a new capture has the same facts, so it changes no verdict', () => {
  for (const { hash, sibling } of machines) {
    const again = later(hash, {
      event: 'regenerated',
      toolBuild: '10.0.19041.5072',
      toolVersion: 5,
    })
    expect(facts(again)).toEqual(facts(hash))
    expect(compared(sibling, again)).toEqual(compared(sibling, hash))
  }
})

test('the order of adapters has no part in the facts', () => {
  for (const { hash } of machines) expect(facts(withAdaptersReversed(hash))).toEqual(facts(hash))
})

test('no two of two hundred made machines match or need a person', () => {
  const families = ['lenovo', 'hp', 'dell', 'whitebox', 'hyper-v', 'vmware', 'qemu'] as const
  const fleet = Array.from({ length: 210 }, (_, i) => {
    const family = families[i % families.length] ?? 'hp'
    return facts(hashOf(made(family, Math.floor(i / families.length))))
  })
  const records = fleet.map((each, i) => ({ id: String(i), record: newRecord(each) }))
  const wrong = fleet.flatMap((each, i) => {
    const others = records.filter(({ id }) => id !== String(i))
    return judge(each, others).verdict === 'no-match' ? [] : [i]
  })
  expect(wrong).toEqual([])
})
