import { createRoot } from 'react-dom/client'
import '../look/shell.css'
import '../look/adapted-shell.css'
import '../look/blocks.css'
import '../look/signs.css'
import '../look/figures.css'
import '../look/adapted-parts.css'
import '../look/tasks.css'
import '../look/grid.css'
import { App } from './app.tsx'
import { BenchAlone } from './bench-alone.tsx'

/** Puts the portal into the page; without a session only what needs none. */
export function showApp(root: HTMLElement, withoutSession: boolean): void {
  createRoot(root).render(withoutSession ? <BenchAlone /> : <App />)
}
