import alpha

NAME = alpha.name()
