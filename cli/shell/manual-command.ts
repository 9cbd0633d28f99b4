/** `taxiway manual`: manual pages, printed or written to a folder. */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Command } from 'commander'
import { replaceNamed } from '../context/replace-file.ts'
import { refuses } from '../context/unwritable.ts'
import { withExamples } from '../examples.ts'
import { CliError } from '../exit.ts'
import { counted, outputOf } from '../terminal/output.ts'
import { type CommandNode, treeOf } from './command-tree.ts'
import { manualPage, pageName } from './manual-page.ts'

/** `whole` gives the program with every command. */
export function manualCommand(whole: () => Promise<Command>): Command {
  const command = new Command('manual')
    .description(
      'Print the manual page of a command, or of taxiway itself, for man. With a folder, write the pages of all commands.',
    )
    .argument('[command]', 'its name, such as import')
    .option('--directory <folder>', 'write every page into this folder, which is made')
    .action(async (name: string | undefined, { directory }: { directory?: string }) => {
      const program = await whole()
      const root = treeOf(program)
      const output = outputOf(command)
      if (directory === undefined)
        output.line(pageOf(root, name, program.version() ?? '').trimEnd())
      else output.say(await writeAll(root, directory, program.version() ?? ''))
    })
  return withExamples(command, {
    'taxiway manual import | man -l -': 'read the page of a command',
    'taxiway manual --directory ~/.local/share/man/man1': 'have them all: man taxiway-import',
  })
}

function pageOf(root: CommandNode, name: string | undefined, version: string): string {
  const node = name === undefined ? root : root.commands.find((each) => each.name === name)
  if (node !== undefined) return manualPage(root, node, version)
  throw new CliError(`There is no command '${name}'.`, { hint: 'See: taxiway --help' })
}

async function writeAll(root: CommandNode, directory: string, version: string): Promise<string> {
  await mkdir(directory, { recursive: true }).catch(refuses(directory))
  const pages = [root, ...root.commands.filter(({ name }) => name !== 'help')]
  for (const each of pages) {
    const path = join(directory, `${pageName(each)}.1`)
    await replaceNamed(path, manualPage(root, each, version), 0o666).catch(refuses(path))
  }
  return `${counted(pages.length, 'page')} written to ${directory}.`
}
