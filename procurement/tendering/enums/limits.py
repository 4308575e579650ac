"""What a bidder may send with each answer, the same in every tender: said with the question, held when a file arrives."""

MOST_FILES = 3
MOST_BYTES = 10 * 1024 * 1024
KINDS = ("pdf", "docx", "png", "jpg", "jpeg")
# The kinds and the size as people say them
ALLOWED = f"PDF, Word (docx), PNG or JPEG, up to {MOST_BYTES // 1024**2} MB"
