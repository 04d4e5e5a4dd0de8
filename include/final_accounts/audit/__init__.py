"""The audit of a document 公开文本核对: what was read → claims with verdicts and findings. Pure; opens no file."""
