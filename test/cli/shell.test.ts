/** What a shell and `man` are given: asked of the real Bash, zsh, fish and groff where they are. */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { clientCommands } from '../../cli/commands.ts'
import { wholeProgram } from '../../cli/program.ts'
import { flattened, optionsAt, treeOf } from '../../cli/shell/command-tree.ts'
import { serverCommands } from '../../cli-server/commands.ts'
import { emptyFolder, taxiway } from '../support/taxiway-command.ts'

const folder = emptyFolder()
const scriptOf = (shell: string) => join(folder, `taxiway.${shell}`)
const has = (program: string) => spawnSync(program, ['--version']).status === 0

beforeAll(async () => {
  for (const shell of ['bash', 'zsh', 'fish', 'powershell']) {
    const { code, stdout, stderr } = await taxiway(['completion', shell])
    expect([code, stderr]).toEqual([0, ''])
    writeFileSync(scriptOf(shell), stdout)
  }
})

/** What is written, the last word being what the shell completes → what it offers. */
const cases: readonly (readonly [words: string, offers: readonly string[]])[] = [
  ['devi', ['devices', 'device']],
  ['devices ex', ['explain', 'export']],
  ['devices list -o ', ['json', 'table', 'csv', 'tsv']],
  ['devices list --with', ['--without-profile']],
  ['import --watch v', ['visible']],
  ['--json conflicts de', ['decide']],
  ['applications secrets a', ['add']],
]

test.each(cases)('Bash completes: taxiway %s', (words, offers) => {
  const script = `source '${scriptOf('bash')}'
    COMP_WORDS=(taxiway "$@"); COMP_CWORD=$#; _taxiway; printf '%s\\n' "\${COMPREPLY[@]}"`
  const { stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', ...words.split(' ')], {
    encoding: 'utf8',
  })
  expect(stderr).toBe('')
  expect(stdout.trim().split('\n').toSorted()).toEqual(offers.toSorted())
})

test.skipIf(!has('fish')).each(cases)('fish completes: taxiway %s', (words, offers) => {
  const script = `source '${scriptOf('fish')}'; complete -C 'taxiway ${words}'`
  const { stdout, stderr } = spawnSync('fish', ['--no-config', '-c', script], {
    encoding: 'utf8',
    cwd: folder,
    env: { ...process.env, HOME: folder },
  })
  expect(stderr).toBe('')
  const offered = stdout
    .trim()
    .split('\n')
    .map((line) => line.split('\t')[0])
  expect(offered.toSorted()).toEqual(offers.toSorted())
})

test.skipIf(!has('zsh'))('zsh takes its script', () => {
  const { status, stderr } = spawnSync('zsh', ['-n', scriptOf('zsh')], { encoding: 'utf8' })
  expect([status, stderr]).toEqual([0, ''])
})

test('every script knows every command and every option', async () => {
  const root = treeOf(await wholeProgram([...clientCommands, ...serverCommands]))
  for (const shell of ['bash', 'zsh', 'fish', 'powershell']) {
    const script = readFileSync(scriptOf(shell), 'utf8')
    const long = shell === 'fish' ? (name: string) => `-l ${name.slice(2)}` : (name: string) => name
    for (const node of flattened(root)) {
      expect(script).toContain(`'${node.place}'`)
      for (const { names } of optionsAt(root, node))
        expect(script).toContain(long(names.find((name) => name.startsWith('--')) ?? ''))
    }
  }
})

test('every command has a manual page that groff takes without a warning', async () => {
  const pages = join(folder, 'man1')
  const { code, stdout } = await taxiway(['manual', '--directory', pages])
  expect([code, stdout]).toEqual([0, ''])
  const names = readdirSync(pages)
  expect(names).toContain('taxiway.1')
  expect(names).toHaveLength(clientCommands.length + serverCommands.length + 1)
  const text = readFileSync(join(pages, 'taxiway-import.1'), 'utf8')
  expect(text).toContain('.SH taxiway import list')
  expect(text).toContain(String.raw`.B \-\-resume <receipt>`)
  if (!has('groff')) return
  for (const name of names) {
    const { stderr } = spawnSync('groff', ['-man', '-Tutf8', '-ww', '-z', join(pages, name)], {
      encoding: 'utf8',
    })
    expect([name, stderr]).toEqual([name, ''])
  }
})

test('a command that is not there has no page', async () => {
  const { code, stderr } = await taxiway(['manual', 'imports'])
  expect([code, stderr]).toEqual([1, expect.stringContaining("There is no command 'imports'.")])
})
