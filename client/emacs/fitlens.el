;;; fitlens.el --- FitLens for eglot  -*- lexical-binding: t; -*-

;; SPDX-License-Identifier: BSD-3-Clause
;; Package-Requires: ((emacs "26.3") (eglot "1.9"))

;;; Commentary:

;; Makes FitLens the server of Python buffers.  Put this file on the `load-path', say (require 'fitlens), and start it in a
;; buffer with M-x eglot.  Eglot runs one server in a buffer: C-u M-x eglot asks which.

;;; Code:

(require 'eglot)

(defgroup fitlens nil
  "What is set before fit and what fit learns, in code that uses scikit-learn."
  :group 'eglot)

(defcustom fitlens-command '("fitlens" "server")
  "The program and its arguments."
  :type '(repeat string))

(add-to-list 'eglot-server-programs
             `((python-mode python-ts-mode) . ,(lambda (&rest _) fitlens-command)))

(provide 'fitlens)

;;; fitlens.el ends here
