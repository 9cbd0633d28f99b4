/** What the rows say: hashes, serial numbers, users, tags, duplicates. */
import {
  ansi,
  file,
  golden,
  header,
  header4,
  header5,
  plainFile,
  rowA,
  rowB,
  withHashes,
} from './golden-case.ts'

const hash = withHashes('#0')
const other = withHashes('#2')
const damaged = `${hash.slice(0, 1520)}${hash[1520] === 'A' ? 'B' : 'A'}${hash.slice(1521)}`
const lines = (text: string, width: number): string =>
  text.match(new RegExp(`.{1,${width}}`, 'g'))?.join('\r\n') ?? ''
const keep = (text: string, remaining: string, leftOut = '') => ({
  fixed: text,
  remaining,
  leftOut,
})

export const valueCases = [
  golden('blanks-around', file(header, ' PE0VG8PF , ,#0 ', rowB), [
    '2:1 space-around-value | 2:2 space-around-value | 2:3 space-around-value',
  ]),
  golden('hash-without-last-letter', file(header, `PE0VG8PF,,${hash.slice(0, -1)}`, rowB), [
    '2:3 hash-padding',
  ]),
  golden('hash-without-its-zeros', file(header, `PE0VG8PF,,${hash.replace(/A+$/, '')}`, rowB), [
    '2:3 hash-padding',
  ]),
  golden('hash-with-equals-signs', file(header, `PE0VG8PF,,${hash}==`, rowB), ['2:3 hash-padding']),
  golden('hash-of-4096', file(header, `PE0VG8PF,,${hash.padEnd(4096, 'A')}`, rowB), [
    '2:3 hash-padding',
  ]),
  golden(
    'hash-url-safe',
    file(header, `PE0VG8PF,,${hash.replaceAll('+', '-').replaceAll('/', '_')}`, rowB),
    ['2:3 hash-url-safe'],
  ),
  golden('hash-wrapped', file(header, `PE0VG8PF,,${lines(hash, 76)}`, rowB), ['2:3 hash-wrapped']),
  golden('hash-wrapped-in-quotes', file(header, `"PE0VG8PF","","${lines(hash, 64)}"`, rowB), [
    '2:- quotes | 2:3 hash-wrapped',
  ]),
  golden(
    'hash-with-blanks',
    file(header, `PE0VG8PF,,${hash.slice(0, 2000)} ${hash.slice(2000)}`, rowB),
    ['2:3 hash-wrapped'],
  ),
  golden('hash-truncated', file(header, `PE0VG8PF,,${hash.slice(0, 800)}`, rowB), [
    '2:3 hash-length',
    keep(file(header, rowB), '', '2 hash-length'),
  ]),
  golden('hash-unpadded-example', file(header, 'PE0VG8PF,,Q29udG9zbwAAA', rowB), [
    '2:3 hash-length',
    keep(file(header, rowB), '', '2 hash-length'),
  ]),
  golden('hash-redacted', file(header, `PE0VG8PF,,${hash.slice(0, 100)}***redacted***`, rowB), [
    '2:3 hash-not-base64',
    keep(file(header, rowB), '', '2 hash-not-base64'),
  ]),
  golden('hash-of-something-else', file(header, `PE0VG8PF,,${'QUJD'.repeat(1000)}`, rowB), [
    '2:3 hash-undecodable',
    keep(file(header, rowB), '', '2 hash-undecodable'),
  ]),
  golden('hash-digest-broken', file(header, `PE0VG8PF,,${damaged}`, rowB), [
    '2:3 hash-digest',
    keep(file(header, `PE0VG8PF,,${damaged}`, rowB), '2:3 hash-digest'),
  ]),
  golden('hash-missing', file(header, 'PE0VG8PF,,', rowB), [
    '2:3 hash-missing',
    keep(file(header, 'PE0VG8PF,,', rowB), '2:3 hash-missing'),
  ]),
  golden('hash-from-winpe', file(header, '52TGZL8,,#7'), [
    '2:3 hash-winpe',
    keep(file(header, '52TGZL8,,#7'), '2:3 hash-winpe'),
  ]),
  golden('hash-without-tpm-and-serial', file(header, ',,#4'), [
    '2:1 serial-missing | 2:3 hash-incomplete | 2:3 hash-no-tpm',
    keep(file(header, ',,#4'), '2:1 serial-missing | 2:3 hash-incomplete | 2:3 hash-no-tpm'),
  ]),
  golden('serial-not-in-hash', file(header, 'LAB-0007,,#3'), [
    '2:1 serial-not-in-hash | 2:3 hash-incomplete',
    keep(file(header, 'LAB-0007,,#3'), '2:1 serial-not-in-hash | 2:3 hash-incomplete'),
  ]),
  golden('serials-swapped', file(header, '0DN6741SS8,,#0', 'PE0VG8PF,,#2'), [
    '2:1 serial-mismatch | 3:1 serial-mismatch',
    keep(
      file(header, '0DN6741SS8,,#0', 'PE0VG8PF,,#2'),
      '2:1 serial-mismatch | 3:1 serial-mismatch',
    ),
  ]),
  golden('serial-as-number', file(header, '1.23E+11,,#0', rowB), [
    '2:1 serial-spreadsheet',
    keep(file(header, '1.23E+11,,#0', rowB), '2:1 serial-spreadsheet'),
  ]),
  golden('serial-junk', file(header, 'Default string,,', rowB), [
    '2:1 serial-junk | 2:3 hash-missing',
    keep(file(header, 'Default string,,', rowB), '2:1 serial-junk | 2:3 hash-missing'),
  ]),
  golden('product-id-13-digits', file(header, 'PE0VG8PF,3556320606995,#0'), [
    '',
    keep(file(header, 'PE0VG8PF,3556320606995,#0'), ''),
  ]),
  golden('product-id-other', file(header, 'PE0VG8PF,3556320606990,#0'), [
    '2:2 product-id-mismatch',
    keep(file(header, 'PE0VG8PF,3556320606990,#0'), '2:2 product-id-mismatch'),
  ]),
  golden('product-id-words', file(header, 'PE0VG8PF,none,#0'), [
    '2:2 empty-word',
    keep(file(header, rowA), ''),
  ]),
  golden('tag-too-long', file(header4, `${rowA},${'x'.repeat(513)}`), [
    '2:4 group-tag-length',
    keep(file(header4, `${rowA},${'x'.repeat(513)}`), '2:4 group-tag-length'),
  ]),
  golden('tag-with-comma', file(header4, `${rowA},"Sales, Berlin"`, `${rowB},Sales`), [
    '2:- quotes | 2:4 comma-in-value',
    keep(file(header4, `${rowB},Sales`), '', '2 comma-in-value'),
  ]),
  golden('tag-as-formula', file(header4, `${rowA},=1+1`), [
    '2:4 formula-start',
    keep(file(header4, `${rowA},=1+1`), '2:4 formula-start'),
  ]),
  golden('user-not-a-name', file(header5, `${rowA},,Anna Berg`), [
    '2:5 user-form',
    keep(file(header5, `${rowA},,Anna Berg`), '2:5 user-form'),
  ]),
  golden('row-twice', file(header, rowA, rowB, rowA), ['4:- duplicate-row']),
  golden('device-twice', file(header4, `${rowA},Sales`, `${rowA},Berlin`), [
    '3:- duplicate-device',
    keep(file(header4, `${rowA},Sales`, `${rowA},Berlin`), '3:- duplicate-device'),
  ]),
  golden(
    'device-twice-in-other-letters',
    file(header, `PE0VG8PF,,${hash}`, `PE0VG8PF ,,${hash.slice(0, -4)}`, rowB),
    ['3:1 space-around-value | 3:3 hash-padding | 3:- duplicate-row'],
  ),
  golden('serial-shared', file(header, 'PE0VG8PF,,', rowA, rowB), [
    '2:3 hash-missing | 3:- duplicate-device',
    keep(file(header, 'PE0VG8PF,,', rowA, rowB), '2:3 hash-missing | 3:- duplicate-device'),
  ]),
  golden(
    'device-name',
    file(`${header},Device Name`, `${rowA},THIS-NAME-IS-TOO-LONG`, `${rowB},1234`),
    ['1:4 column-extra | 2:4 device-name-form | 3:4 device-name-form'],
  ),
  golden(
    'too-many-rows',
    ansi(file(header, ...Array.from({ length: 501 }, (_, n) => `S${n},,x`))),
    [
      `0:- too-many-rows | ${Array.from({ length: 501 }, (_, n) => `${n + 2}:3 hash-length`).join(' | ')}`,
      keep(
        file(header),
        '0:- no-rows',
        Array.from({ length: 501 }, (_, n) => `${n + 2} hash-length`).join(' | '),
      ),
    ],
  ),
  golden('nothing-wrong-but-lenient', plainFile, ['', { profile: 'intune-lenient' }]),
  golden('hash-of-the-neighbour', file(header, rowA, `PD2YXQ60,,${other}`), [
    '3:1 serial-mismatch',
    keep(file(header, rowA, `PD2YXQ60,,${other}`), '3:1 serial-mismatch'),
  ]),
]
