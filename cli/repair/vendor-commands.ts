/** What is said about a case, and what its vendor says. */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { Command } from 'commander'
import type { RepairAttachment, RepairClaim, RepairVendorReport } from 'taxiway-autopilot/admin'
import { unreadable } from '../context/unreadable.ts'
import { withExamples } from '../examples.ts'
import { CliError } from '../exit.ts'
import { connect } from '../graph/client.ts'
import { contextFor, withContextOption } from '../sign-in/current-context.ts'
import { outputOf } from '../terminal/output.ts'
import { caseArgument, idOf, printCase, type RepairBody, repairPath, sent } from './cases.ts'
import { diagnosticOf, diagnosticOption } from './open-command.ts'

export function vendorCommands(): readonly Command[] {
  return [diagnostics(), attach(), note(), submit(), vendor()]
}

function diagnostics(): Command {
  const command = withContextOption(new Command('diagnostics'))
    .description('Add what tools say about the device.')
    .argument(...caseArgument)
    .addOption(diagnosticOption().makeOptionMandatory())
    .action(async (name: string, { diagnostic }: { diagnostic: readonly string[] }) => {
      await act(command, [name, 'diagnostics'], { diagnostics: diagnostic.map(diagnosticOf) })
    })
  return withExamples(command, {
    'taxiway repair diagnostics PF3ABCDE --diagnostic ePSA:2000-0142:failed':
      'before it is submitted',
  })
}

function attach(): Command {
  const command = withContextOption(new Command('attach'))
    .description('Add a file, such as a diagnostics cabinet, up to 8 MiB.')
    .argument(...caseArgument)
    .argument('<file>')
    .option('--description <text>', 'what it is')
    .action(async (name: string, file: string, { description }: { description?: string }) => {
      const content = await readFile(file).catch((cause: Error) => {
        throw unreadable(file, cause)
      })
      const graph = connect(await contextFor(command))
      const added = await sent<RepairAttachment>(
        graph,
        `${repairPath}/${await idOf(graph, name)}/attachments`,
        { name: basename(file), description, content: content.toString('base64') },
      )
      outputOf(command).rows(
        [added],
        [
          { key: 'id', title: 'Attachment' },
          { key: 'name', title: 'Name' },
          { key: 'bytes', title: 'Bytes' },
        ],
      )
    })
  return withExamples(command, {
    'taxiway repair attach PF3ABCDE MDMDiagReport.cab': 'as evidence',
  })
}

function note(): Command {
  const command = withContextOption(new Command('note'))
    .description('Add a note to the history.')
    .argument(...caseArgument)
    .argument('<text>')
    .option('--reply', 'it answers the person who asked')
    .action(async (name: string, text: string, { reply }: { reply?: true }) => {
      await act(command, [name, 'notes'], { text, isReply: reply === true })
    })
  return withExamples(command, {
    'taxiway repair note PF3ABCDE "A box is on its way." --reply': 'it was answered in time',
  })
}

type SubmitOptions = {
  readonly vendor: string
  readonly reference?: string
  readonly part: readonly string[]
  readonly board?: string
  readonly note?: string
}

function submit(): Command {
  const gather = (text: string, before: readonly string[]) => [...before, text]
  const command = withContextOption(new Command('submit'))
    .description('Note that the case was submitted to a vendor, with up to four parts.')
    .argument(...caseArgument)
    .requiredOption('--vendor <name>', 'who repairs it')
    .option('--reference <number>', 'the vendor’s number of the case')
    .option('--part <number>', 'a part that is needed; again for more', gather, [])
    .option('--board <number>', 'the part that is the system board')
    .option('--note <text>', 'what was tried, up to 1,000 characters')
    .action(async (name: string, options: SubmitOptions) => {
      const { vendor: to, reference, note: troubleshootingNote } = options
      const parts = options.part.map((number) => ({ number }))
      const board = options.board === undefined ? [] : [{ number: options.board, isBoard: true }]
      const all = [...board, ...parts]
      const claim: RepairClaim = {
        vendor: to,
        vendorReference: reference,
        parts: all,
        troubleshootingNote,
      }
      await act(command, [name, 'submit'], claim)
    })
  return withExamples(command, {
    'taxiway repair submit PF3ABCDE --vendor Maker --reference SR123 --board MBD': 'under warranty',
  })
}

type VendorOptions = { readonly reason?: string; readonly reference?: string }

const statuses = ['accepted', 'denied', 'shipped', 'inRepair'] as const

function isStatus(text: string): text is (typeof statuses)[number] {
  return (statuses as readonly string[]).includes(text)
}

function vendor(): Command {
  const command = withContextOption(new Command('vendor'))
    .description('Note what the vendor says; a claim that is denied a fourth time is void.')
    .argument(...caseArgument)
    .argument('<status>', statuses.join(', '))
    .option('--reason <text>', 'why it was denied')
    .option('--reference <number>', 'the vendor’s number of the case')
    .action(async (name: string, status: string, options: VendorOptions) => {
      if (!isStatus(status))
        throw new CliError(
          `${status} is not a status of a vendor: it is one of ${statuses.join(', ')}.`,
        )
      const { reason, reference } = options
      const report: RepairVendorReport = { status, reason, reference }
      await act(command, [name, 'vendor-status'], report)
    })
  return withExamples(command, {
    'taxiway repair vendor PF3ABCDE denied --reason "no proof of purchase"': 'submit it again',
  })
}

async function act(
  command: Command,
  [name, path]: readonly [string, string],
  body: RepairBody,
): Promise<void> {
  const graph = connect(await contextFor(command))
  printCase(
    outputOf(command),
    await sent(graph, `${repairPath}/${await idOf(graph, name)}/${path}`, body),
  )
}
