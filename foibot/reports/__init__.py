"""What foibot writes for people's other programs, from facts handed in; knows no register and no mail."""
