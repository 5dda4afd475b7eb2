from setuptools import setup

NAME = "roman"
setup(name=NAME, py_modules=[NAME])
