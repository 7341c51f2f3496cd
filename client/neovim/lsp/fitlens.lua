-- FitLens for Neovim 0.11 and later. With this folder on the runtime path: vim.lsp.enable("fitlens")
local markers = { "pyproject.toml", "setup.cfg", "setup.py", "requirements.txt", ".git" }

return {
  cmd = { "fitlens", "server" },
  filetypes = { "python", "toml" },
  -- Of TOML only the files that hold settings of FitLens.
  root_dir = function(buffer, start)
    local name = vim.fs.basename(vim.api.nvim_buf_get_name(buffer))
    if vim.bo[buffer].filetype ~= "toml" or name == "pyproject.toml" or name:match("^%.?fitlens%.toml$") then
      start(vim.fs.root(buffer, markers))
    end
  end,
}
