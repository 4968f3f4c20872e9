export { polygon_mumbai } from './polygon-mumbai.ts'
export { polygon_pos } from './polygon-pos.ts'
export { shibarium } from './shibarium.ts'
