from setuptools import setup

setup(name="gamma", py_modules=["gamma"])
