export { files, root, textOf } from '../../tools/house/tree.ts';
