/** One act of a screen, told once: the button, the menu and the key all read it here. */
import type { ReactElement } from 'react'

export type Action<Context> = {
  readonly name: string
  readonly label: (context: Context) => string
  readonly icon?: ReactElement
  /** Without it the act is absent; absent = everybody's. */
  readonly permission?: string
  /** The server will ask for a factor that was proved just now. */
  readonly needsFresh?: boolean
  /** A single key, without modifiers. */
  readonly key?: string
  readonly isEnabled?: (context: Context) => boolean
  readonly run: (context: Context) => void | Promise<void>
}
