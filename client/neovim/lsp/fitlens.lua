-- FitLens for Neovim 0.11 and later. With this folder on the runtime path: vim.lsp.enable("fitlens")
return {
  cmd = { "fitlens", "server" },
  filetypes = { "python" },
  root_markers = { "pyproject.toml", "setup.cfg", "setup.py", "requirements.txt", ".git" },
}
