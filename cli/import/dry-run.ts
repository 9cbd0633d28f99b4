/** What an import would send, without sending it: of files, or of what is open in a receipt. */
import { counted, type Output } from '../terminal/output.ts'
import type { InputFile } from './files/read-files.ts'
import type { Overrides } from './receipt/new-receipt.ts'
import { isDecided, type Receipt } from './receipt/receipt.ts'

/** Every row of the files. */
export function showFiles(
  output: Output,
  files: readonly InputFile[],
  { groupTag, assignedUser }: Overrides,
): void {
  const rows = files.flatMap(({ file, rows: own }) =>
    own.map((row) => ({
      file,
      line: row.line,
      serialNumber: row.serialNumber,
      groupTag: groupTag ?? row.groupTag,
      assignedUser: assignedUser ?? row.assignedUser,
    })),
  )
  output.rows(rows, [
    { key: 'file', title: 'File' },
    { key: 'line', title: 'Line' },
    { key: 'serialNumber', title: 'Serial number' },
    { key: 'groupTag', title: 'Group tag' },
    { key: 'assignedUser', title: 'Assigned user' },
  ])
  output.say(`${counted(rows.length, 'row')} would be sent; nothing was.`)
}

/** The rows of a receipt that have no verdict yet: `waiting` ones would be sent, the others asked about. */
export function showOpenRows(output: Output, { rows }: Receipt): void {
  const open = rows
    .filter((row) => !isDecided(row))
    .map(({ file, line, serialNumber, status }) => ({ file, line, serialNumber, status }))
  output.rows(open, [
    { key: 'file', title: 'File' },
    { key: 'line', title: 'Line' },
    { key: 'serialNumber', title: 'Serial number' },
    { key: 'status', title: 'Status' },
  ])
  const waiting = open.filter(({ status }) => status === 'waiting').length
  output.say(
    `${counted(waiting, 'row')} would be sent and ${counted(open.length - waiting, 'row')} asked about; nothing was.`,
  )
}
