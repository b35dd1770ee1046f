// What Material's scripts expect to find: settings that this browser keeps, under the folder that the site stands in.
var __md_scope = new URL(document.currentScript.dataset.scope, location)
function __md_get(name, storage = localStorage, scope = __md_scope) {
  return JSON.parse(storage.getItem(`${scope.pathname}.${name}`))
}
function __md_set(name, value, storage = localStorage, scope = __md_scope) {
  try {
    storage.setItem(`${scope.pathname}.${name}`, JSON.stringify(value))
  } catch {
    // a full or forbidden storage: the setting lasts as long as the page
  }
}
function __md_hash(text) {
  return [...text].reduce((sum, letter) => ((sum << 5) - sum + letter.charCodeAt(0)) | 0, 0)
}
