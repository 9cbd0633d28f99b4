/**
 * The kinds of statements that `test/repository/statements-for-nodes.test.ts` keeps out of the sources: PostgreSQL runs the
 * examples and what is written instead; Citus refuses the examples alone.
 */
import { describe, expect, test } from 'vitest'
import { refusedKinds } from '../support/databases/refused-kinds.ts'
import { backends } from '../support/postgres.ts'
import { storeOn } from '../support/store.ts'

/** Nobody's: the examples change nothing. */
const values = ['00000000-0000-0000-0000-000000000001']

describe.each(backends)('on $name', (backend) => {
  const store = storeOn(backend)

  test.each(refusedKinds(['device']))('$name', async ({ example, instead, refusal }) => {
    await store.pool.query(instead, values)
    const asked = store.pool.query(example, values)
    if (backend.workers === undefined) await expect(asked).resolves.toMatchObject({ rowCount: 0 })
    else await expect(asked).rejects.toThrow(refusal)
  })
})
