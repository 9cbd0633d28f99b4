/** Whatever can fail by an event has somebody who hears of it: an unheard `error` ends the process. */
import { expect, test } from 'vitest'
import { filesBelow, sourceFiles, textOf } from '../support/source-files.ts'

const files = [
  ...sourceFiles,
  ...filesBelow('scripts').filter((file) => file.endsWith('.mjs')),
].filter((file) => !file.endsWith('.test.ts'))

/** What makes something that says by `error` that it failed, by the module that it comes from. */
const makers: Readonly<Record<string, readonly string[]>> = {
  child_process: ['spawn', 'fork'],
  worker_threads: ['Worker'],
  net: ['connect', 'createConnection', 'createServer', 'Socket'],
  tls: ['connect', 'createServer'],
  http: ['createServer', 'request', 'get'],
  https: ['createServer', 'request', 'get'],
}

/** Names under which a file calls such makers. */
function madeIn(text: string): readonly string[] {
  return Object.entries(makers).flatMap(([module, names]) => {
    const imports = text.matchAll(new RegExp(`import \\{([^}]*)\\} from 'node:${module}'`, 'g'))
    const imported = [...imports].flatMap(([, list = '']) => list.split(','))
    return imported
      .map((each) => each.trim().split(' as '))
      .filter(([name = '']) => names.includes(name))
      .map(([name = '', alias = name]) => alias)
      .filter((name) => new RegExp(`(?<![.\\w])${name}\\(`).test(text))
  })
}

test('a file that makes sockets, servers, threads or programs hears their errors for as long as they live', () => {
  const deaf = files.filter((file) => {
    const text = textOf(file)
    return madeIn(text).length > 0 && !/\.on\('error'/.test(text)
  })
  expect(deaf).toEqual([])
})

test('connections to the database are made where they are listened to', () => {
  const makes = files.filter((file) => /\bnew (pg\.)?(Client|Pool)\(/.test(textOf(file)))
  expect(makes).toEqual(
    ['client', 'hosts', 'pool', 'pulse'].map((name) => `src/storage/sql/${name}.ts`),
  )
  expect(makes.filter((file) => !/\.on\('error'/.test(textOf(file)))).toEqual([])
})

test('the rule finds what it looks for', () => {
  expect(madeIn(`import { connect as dial } from 'node:net'\ndial(1)`)).toEqual(['dial'])
  expect(madeIn(`import { type Socket } from 'node:net'\nconst a: Socket`)).toEqual([])
})
