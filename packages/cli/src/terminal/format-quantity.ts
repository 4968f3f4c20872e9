/** `12.3k`, `4.5M`: a count in few characters. */
export function formatCount(count: number): string {
  if (count < 10_000) return String(Math.round(count))
  if (count < 10_000_000) return `${(count / 1_000).toFixed(1)}k`
  return `${(count / 1_000_000).toFixed(1)}M`
}

/** `340ms`, `4.2s`, `3m 20s`, `5h 12m`, `3d 4h`: a duration in the units that matter. */
export function formatDuration(durationMs: number): string {
  const ms = Math.max(0, durationMs)
  if (ms < 1_000) return `${Math.round(ms)}ms`
  if (ms < 60_000) return `${(ms / 1_000).toFixed(1)}s`
  const minutes = Math.floor(ms / 60_000)
  if (minutes < 60) return `${minutes}m ${Math.floor((ms % 60_000) / 1_000)}s`
  const hours = Math.floor(minutes / 60)
  return hours < 48 ? `${hours}h ${minutes % 60}m` : `${Math.floor(hours / 24)}d ${hours % 24}h`
}

/** A rate of blocks: `0.5`, `12.4`, `310`. */
export function formatRate(perSecond: number): string {
  if (!Number.isFinite(perSecond)) return '-'
  return perSecond >= 100 ? String(Math.round(perSecond)) : perSecond.toFixed(1)
}

/** `0.000123`: an amount in whole units, exact, without zeros at its end. */
export function formatAmount(smallest: bigint, decimals: number): string {
  const digits = String(smallest).padStart(decimals + 1, '0')
  const fraction = digits.slice(-decimals).replace(/0+$/, '')
  return `${digits.slice(0, -decimals)}${fraction === '' ? '' : `.${fraction}`}`
}
