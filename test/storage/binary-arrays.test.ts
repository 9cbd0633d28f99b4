/** Lists that travel in PostgreSQL's binary form arrive as they were, on every version that is tested. */
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, describe, expect, test } from 'vitest'
import { textArray, uuidArray } from '../../src/storage/sql/binary-arrays.ts'
import { backends } from '../support/postgres.ts'

describe.each(backends)('$name', ({ connectionString }) => {
  const pool = new pg.Pool({ connectionString, max: 1 })
  afterAll(() => pool.end())

  const back = async (type: 'text' | 'uuid', array: Buffer) => {
    const { rows } = await pool.query(`select $1::${type}[] as list`, [array])
    return rows[0].list
  }

  test('texts, with nulls, quotes and whatever a text may hold', async () => {
    const text = fc.string({ unit: 'grapheme' }).map((value) => value.replaceAll('\0', ''))
    await fc.assert(
      fc.asyncProperty(fc.array(fc.option(text)), async (list) => {
        expect(await back('text', textArray(list))).toEqual(list)
      }),
    )
    expect(await back('text', textArray(['NULL', '{"a\\', '', null]))).toEqual([
      'NULL',
      '{"a\\',
      '',
      null,
    ])
  })

  test('UUIDs', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uuid()), async (list) => {
        expect(await back('uuid', uuidArray(list))).toEqual(list)
      }),
    )
  })

  test('a text with a NUL is refused by the database, as ever', async () => {
    await expect(back('text', textArray(['a\0b']))).rejects.toThrow('invalid byte sequence')
  })
})

test('what is not a UUID is refused before it is sent', () => {
  expect(() => uuidArray(['1234'])).toThrow('one of the ids is not a UUID')
})
