from setuptools import find_packages, setup

setup(name="gauge", packages=find_packages())
