/** The other files that people call "the Autopilot CSV". */
import { ansi, file, golden, header, partnerHeader, plainFile, rowA, rowB } from './golden-case.ts'

const nothing = { fixed: null }
const partner = { profile: 'partner-center' } as const

export const kindCases = [
  golden('partner-center', file(partnerHeader, 'PE0VG8PF,3556320606995,#0,LENOVO,21R3001BUK'), [
    '',
    { ...partner, fixed: file(partnerHeader, 'PE0VG8PF,3556320606995,#0,LENOVO,21R3001BUK') },
  ]),
  golden(
    'partner-center-for-intune',
    file(
      partnerHeader,
      'PE0VG8PF,,#0,LENOVO,21R3001BUK',
      '0DN6741SS8,,#2,HP,HP EliteBook 840 G8 Notebook PC',
    ),
    ['0:- kind-partner-center'],
  ),
  golden(
    'partner-center-tuple',
    file(partnerHeader, 'PE0VG8PF,,,LENOVO,21R3001BUK', 'PE0VG8PE,,,LENOVO,'),
    [
      '3:3 identity-incomplete',
      {
        ...partner,
        fixed: file(partnerHeader, 'PE0VG8PF,,,LENOVO,21R3001BUK', 'PE0VG8PE,,,LENOVO,'),
        remaining: '3:3 identity-incomplete',
      },
    ],
  ),
  golden(
    'partner-center-product-ids',
    file(partnerHeader.toLowerCase(), ',3305376231696,,,', ',330537623169,,,', ',,#0,,'),
    [
      '3:2 product-id-not-13-digits',
      {
        ...partner,
        fixed: file(partnerHeader, ',3305376231696,,,', ',330537623169,,,', ',,#0,,'),
        remaining: '3:2 product-id-not-13-digits',
      },
    ],
  ),
  golden(
    'partner-center-wrong-model',
    file(partnerHeader, 'PE0VG8PF,3556320606995,#0,Lenovo,ThinkPad T14s'),
    [
      '2:4 tuple-mismatch | 2:5 tuple-mismatch',
      {
        ...partner,
        fixed: file(partnerHeader, 'PE0VG8PF,3556320606995,#0,Lenovo,ThinkPad T14s'),
        remaining: '2:4 tuple-mismatch | 2:5 tuple-mismatch',
      },
    ],
  ),
  golden('intune-for-partner-center', file(header, 'PE0VG8PF,3556320606995,#0'), [
    '',
    { ...partner, fixed: file(partnerHeader, 'PE0VG8PF,3556320606995,#0,,') },
  ]),
  golden(
    'corporate-identifiers',
    file('LENOVO,21R3001BUK,PE0VG8PF', 'HP,HP EliteBook 840 G8 Notebook PC,0DN6741SS8'),
    [
      '0:- kind-other-import',
      {
        fixed: file('LENOVO,21R3001BUK,PE0VG8PF', 'HP,HP EliteBook 840 G8 Notebook PC,0DN6741SS8'),
        remaining: '0:- kind-other-import',
      },
    ],
  ),
  golden('corporate-identifiers-periods', file('Dell Inc.,Latitude 5530,52TGZL8', 'HP,,X'), [
    '0:- kind-other-import | 1:1 identifier-period | 2:2 tuple-missing',
    {
      fixed: file('Dell Inc.,Latitude 5530,52TGZL8', 'HP,,X'),
      remaining: '0:- kind-other-import | 1:1 identifier-period | 2:2 tuple-missing',
    },
  ]),
  golden(
    'corporate-identifiers-headed',
    file('Manufacturer,Model,Serial Number', 'LENOVO,21R3001BUK,PE0VG8PF'),
    [
      '0:- kind-other-import',
      { fixed: file('LENOVO,21R3001BUK,PE0VG8PF'), remaining: '0:- kind-other-import' },
    ],
  ),
  golden('devicelink', file('Serial Number,DeviceLink', 'PE0VG8PF,eyJhbGciOi', '0DN6741SS8,'), [
    '0:- kind-other-import | 0:- too-many-rows | 3:2 devicelink-missing',
    nothing,
  ]),
  golden(
    'configuration-manager-report',
    file('Device_Serial_Number,Windows_Product_ID,Hardware_Hash', rowA, rowB),
    ['1:1 header-spelling | 1:2 header-spelling | 1:3 header-spelling'],
  ),
  golden(
    'configuration-manager-query',
    file(
      'ResourceID,Name0,SerialNumber0,DeviceHardwareData0',
      '16777220,PC-1,PE0VG8PF,#0',
      '16777221,PC-2,0DN6741SS8,#2',
    ).replaceAll(',', '\t'),
    [
      '1:- separator-not-comma | 1:1 column-extra | 1:2 column-extra | 1:3 header-spelling | 1:4 header-spelling | 1:- column-absent',
    ],
  ),
  golden(
    'portal-export',
    file(
      'Serial number,Manufacturer,Model,Group tag,Profile status,Enrollment state',
      'PE0VG8PF,LENOVO,21R3001BUK,Sales,Assigned,enrolled',
    ),
    ['0:- kind-not-importable', nothing],
  ),
  golden('shopping-list', file('milk', 'bread'), ['0:- kind-unknown', nothing]),
  golden('three-texts', file('a,b,c', 'd,e,f'), ['1:- header-undecided', nothing]),
  golden('header-unknown', file('Box,License,Fingerprint', rowA, rowB), ['1:- header-unknown']),
  golden(
    'header-unknown-other-order',
    file('Box,Serial,Fingerprint,Place', '1,PE0VG8PF,#0,Sales'),
    [
      '1:- header-unknown | 1:1 column-extra | 1:- column-absent | 1:4 column-extra',
      { fixed: file(header, rowA) },
    ],
  ),
  golden(
    'too-many-columns',
    file(
      `${header},${Array.from({ length: 498 }, (_, n) => `extra_${n}0,`)
        .join('')
        .slice(0, -1)}`,
      `${rowA}${','.repeat(498)}`,
      `${rowB}${','.repeat(498)}`,
    ),
    [
      `1:- too-many-columns | ${Array.from({ length: 498 }, (_, n) => `1:${n + 4} column-extra`).join('|')}`,
    ],
  ),
  golden('empty', '', ['0:- no-rows', nothing]),
  golden('header-only', file(header), [
    '0:- no-rows',
    { fixed: file(header), remaining: '0:- no-rows' },
  ]),
  golden('workbook', ansi('PK\u0003\u0004\u0014\0\u0006\0'), ['0:- not-text', nothing]),
  golden('cabinet', ansi('MSCF\0\0\0\0'), ['0:- not-text', nothing]),
  golden('plain-again-as-tsv', plainFile.replaceAll(',', '\t').replaceAll('\r\n', '\n'), [
    '1:- separator-not-comma',
  ]),
]
