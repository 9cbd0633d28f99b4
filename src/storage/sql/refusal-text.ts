/** A refusal in one column: its name, or `<number> <name>` where an emulator reports one of its own. */
import { isRefusal, type RefusalName, type ReportedError } from 'taxiway-autopilot'

export type StoredRefusal = { readonly refusal: RefusalName; readonly reportedAs?: ReportedError }

export function refusalText({ refusal, reportedAs }: StoredRefusal): string {
  return reportedAs === undefined ? refusal : `${reportedAs.code} ${reportedAs.name}`
}

export function refusalOf(text: string): StoredRefusal {
  if (isRefusal(text)) return { refusal: text }
  const [, code, name] = /^(-?\d+) (.*)$/s.exec(text) ?? []
  if (code === undefined || name === undefined)
    throw new Error(`unknown refusal '${text}' in the database`)
  return { refusal: 'StorageError', reportedAs: { code: Number(code), name } }
}
