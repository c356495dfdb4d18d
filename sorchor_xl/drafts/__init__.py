"""What goes out of the office: drafts of mails, texts to paste, and the board of a round."""
