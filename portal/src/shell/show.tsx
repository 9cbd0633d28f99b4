import { createRoot } from 'react-dom/client'
import '../look/shell.css'
import '../look/parts.css'
import '../look/grid.css'
import { App } from './app.tsx'
import { BenchAlone } from './bench-alone.tsx'

/** Puts the portal into the page; without a session only what needs none. */
export function showApp(root: HTMLElement, withoutSession: boolean): void {
  createRoot(root).render(withoutSession ? <BenchAlone /> : <App />)
}
