print("{{ cookiecutter.name }}")
