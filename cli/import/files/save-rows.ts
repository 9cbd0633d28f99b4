/** The rows of an import as a device CSV of their own: what `--save` keeps. */
import { columnsOfPlan, isAnsi } from 'taxiway-device-csv'
import { RowFile } from '../../csv/row-file.ts'
import { deviceRowOf } from './import-row.ts'
import type { InputFile } from './read-files.ts'

export async function saveRows(
  path: string,
  files: readonly InputFile[],
  force: boolean,
): Promise<void> {
  const rows = files.flatMap((each) => each.rows)
  const needs = {
    hasGroupTag: rows.some(({ groupTag }) => groupTag !== ''),
    hasUser: rows.some(({ assignedUser }) => assignedUser !== ''),
  }
  const file = await RowFile.create(path, {
    format: 'intune',
    columns: columnsOfPlan(needs, 'intune'),
    ansi: rows.every(({ serialNumber, productKey, groupTag, assignedUser }) =>
      isAnsi(serialNumber + productKey + groupTag + assignedUser),
    ),
    inputs: files.map((each) => each.path),
    force,
  })
  try {
    for (const row of rows) await file.write(deviceRowOf(row))
    await file.commit()
  } catch (error) {
    await file.discard()
    throw error
  }
}
