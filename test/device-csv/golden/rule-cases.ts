/** The rules for each value, just inside and just outside of them, and what a profile changes. */
import {
  file,
  golden,
  header,
  header4,
  header5,
  partnerHeader,
  rowA,
  rowB,
  rowC,
  utf16,
} from './golden-case.ts'

/** Repairing leaves `text` as it is, and finds the same in it. */
const kept = (
  text: string,
  findings: string,
  profile: 'intune' | 'intune-lenient' | 'partner-center' = 'intune',
) => [findings, { fixed: text, remaining: findings, profile }] as const

const junk = [
  'To Be Filled By O.E.M.',
  'System Serial Number',
  'Default string',
  'N/A',
  '0',
  '123456789',
]
const junkSerials = file(header, ...junk.map((serial) => `${serial},,`))

const productIds = file(
  header,
  'PE0VG8PF,00355-63206-06995-AAOEM,#0',
  '0DN6741SS8,00330-53762-31697-AAOEM,#2',
  'PD2YXQ60,00330-80000-00000-AA123,#5',
  '7AB338T1KS,355698089462,#6',
  '2BF9851Y7C,0000000000000,#9',
)

const tags = file(header4, `${rowA},${'x'.repeat(512)}`, `${rowB},${'x'.repeat(513)}`, `${rowC},@`)

const users = file(
  header5,
  `${rowA},,anna.o'neill-berg_1@mail.contoso.com`,
  `${rowB},,CONTOSO\\anna`,
  `${rowC},,anna@contoso`,
  `7AB338T1KS,,#6,,anna@berg@contoso.com`,
  `2BF9851Y7C,,#9,,@contoso.com`,
)

const names = [
  'BERLIN-00000042',
  'BERLIN-000000042',
  '000000000000042',
  'PC 42',
  'PC_42',
  'BÜRO-42',
]
const nameRows = names.map((name, n) => `N${n},,,${name}`)

const mixed = file(header, '"PE0VG8PF","","#0"', '"","","#4"')
const mixedPlain = file(header, rowA, ',,#4')
const mixedFindings = '3:1 serial-missing | 3:3 hash-incomplete | 3:3 hash-no-tpm'

const partners = file(partnerHeader, 'PE0VG8PF,,#0,LENOVO,"21R3001BUK, new"')

export const ruleCases = [
  golden(
    'serials-of-nobody',
    junkSerials,
    kept(
      junkSerials,
      junk.map((_, n) => `${n + 2}:1 serial-junk | ${n + 2}:3 hash-missing`).join(' | '),
    ),
  ),
  golden(
    'product-id-forms',
    productIds,
    kept(
      productIds,
      '3:2 product-id-mismatch | 5:2 product-id-form | 6:2 product-id-form | 6:2 product-id-mismatch',
    ),
  ),
  golden('tag-lengths', tags, kept(tags, '3:4 group-tag-length | 4:4 formula-start')),
  golden(
    'user-forms',
    users,
    kept(
      users,
      '3:5 user-form | 4:5 user-form | 5:5 user-form | 6:5 user-form | 6:5 formula-start',
    ),
  ),
  golden('device-name-forms', file(`${header},Device Name`, ...nameRows), [
    `1:4 column-extra | 7:4 character-not-ascii | ${[3, 4, 5, 6, 7].map((line) => `${line}:4 device-name-form`).join(' | ')} | ${names.map((_, n) => `${n + 2}:3 hash-missing`).join(' | ')}`,
    {
      fixed: file(header, ...names.map((_, n) => `N${n},,`)),
      remaining: names.map((_, n) => `${n + 2}:3 hash-missing`).join(' | '),
    },
  ]),
  golden('as-the-script-writes', utf16(mixed, 'le'), [
    `0:- encoding-unicode | 2:- quotes | ${mixedFindings}`,
    { fixed: mixedPlain, remaining: mixedFindings },
  ]),
  golden('as-the-script-writes-lenient', utf16(mixed, 'le'), [
    `0:- encoding-unicode | 2:- quotes | ${mixedFindings}`,
    { fixed: mixedPlain, remaining: mixedFindings, profile: 'intune-lenient' },
  ]),
  golden('partner-center-comma', partners, [
    '2:- quotes | 2:5 comma-in-value | 2:5 tuple-mismatch',
    {
      fixed: file(partnerHeader),
      remaining: '0:- no-rows',
      leftOut: '2 comma-in-value',
      profile: 'partner-center',
    },
  ]),
]
