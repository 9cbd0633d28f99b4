import { expect, test } from 'vitest'
import { allOf } from './all-of.ts'

const failing = (message: string) => () => Promise.reject(new Error(message))

test('what fails keeps nothing else from being done, and is said at the end', async () => {
  const done: string[] = []
  const task = (name: string) => async () => void done.push(name)
  await expect(allOf(task('a'), failing('no'), task('b'))).rejects.toThrow('no')
  expect(done).toEqual(['a', 'b'])
  await expect(allOf(failing('one'), task('c'), failing('two'))).rejects.toMatchObject({
    errors: [{ message: 'one' }, { message: 'two' }],
  })
  expect(done).toEqual(['a', 'b', 'c'])
  await expect(allOf(task('d'))).resolves.toBeUndefined()
})
