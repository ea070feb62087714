"""KIỂM THỬ: `settings` scores what one describes, `running` judges it, `coverage` what all miss."""
